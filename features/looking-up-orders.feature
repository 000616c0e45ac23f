Feature: Looking up orders
  A client finds an order by its id, and all orders of a user, newest first.

  Rule: An order is found by its id

    Scenario: An order that nobody placed
      When a client asks for an order that nobody placed
      Then it is refused with 404: "There is no such order."

    Scenario: An id that is none
      When a client asks for the order "my-last-order"
      Then it is refused with 404: "There is no such order."

  Rule: A user's orders are listed newest first

    Scenario: All orders of a user
      Given a user who has ordered, one after the other:
        | 10.00 | 20.00 | 30.00 |
      When the user's orders are listed
      Then the list holds the orders for "30, 20, 10", of 3 in all

    Scenario: Canceled orders are listed with their reason
      Given a user who has ordered, one after the other:
        | 10.00 | 10000.01 | 20.00 |
      When the user's orders are listed
      Then the list holds the orders for "20, 10000.01, 10", of 3 in all

    Scenario: The orders of other users are not listed
      Given a user who has ordered, one after the other:
        | 10.00 |
      And a user who has ordered, one after the other:
        | 20.00 |
      When the user's orders are listed
      Then the list holds the orders for "20", of 1 in all

    Scenario: A user who has never ordered
      Given a user
      When the user's orders are listed
      Then the list holds the orders for "", of 0 in all

    Scenario Outline: A page of <limit> orders after <offset>
      Given a user who has ordered, one after the other:
        | 10.00 | 20.00 | 30.00 | 40.00 | 50.00 |
      When the user's orders are listed, <limit> at most after the first <offset>
      Then the list holds the orders for "<values>", of 5 in all

      Examples:
        | limit | offset | values         |
        | 2     | 0      | 50, 40         |
        | 2     | 2      | 30, 20         |
        | 2     | 4      | 10             |
        | 100   | 1      | 40, 30, 20, 10 |
        | 2     | 5      |                |

    Scenario Outline: A page of <limit> orders after <offset> cannot be
      Given a user
      When the user's orders are listed, <limit> at most after the first <offset>
      Then it is refused with 422: "<because>"

      Examples:
        | limit | offset | because                                                      |
        | 0     | 0      | limit must be an integer from 1 to 100, given once           |
        | 101   | 0      | limit must be an integer from 1 to 100, given once           |
        | 10    | -1     | offset must be an integer from 0 to 2147483647, given once   |

  Rule: A long list is read on from where a page ended

    Scenario: Reading all of it, while the user goes on ordering
      Given a user who has ordered, one after the other:
        | 10.00 | 20.00 | 30.00 | 40.00 | 50.00 |
      When the user's orders are read to the end, 2 at a time, and the user orders 60.00 by cash after each page
      Then the pages are:
        | orders for | in all |
        | 50, 40     | 5      |
        | 30, 20     | 6      |
        | 10         | 7      |

    Scenario: Reading on from nowhere
      Given a user
      When the user's orders are read on from "yesterday"
      Then it is refused with 422: "cursor must be the next_cursor of an earlier page, given once"

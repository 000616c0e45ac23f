Feature: Placing an order
  A client hands in an order and is told at once that it is accepted. The decision follows by itself.

  Rule: An order may be sent in three forms

    Scenario Outline: An order is sent as <form>
      Given a user
      When the user orders 1000.00 in 3 installments by credit_card, sent as <form>
      Then the order is accepted, and the client is told exactly:
        | id          | a new id   |
        | value       | 1000       |
        | user_id     | the user   |
        | installment | 3          |
        | status      | PROCESSING |
        | method      | credit_card |
      And the client is told where to find the order
      And within 1 second the order is APPROVED

      Examples:
        | form                              |
        | multipart/form-data               |
        | application/x-www-form-urlencoded |
        | application/json                  |

    Scenario: An order is sent in a form that nobody can read
      When a client sends an order as text/plain
      Then it is refused with 415: "The body must be multipart/form-data, application/x-www-form-urlencoded or application/json."

  Rule: An order is paid in one of the ways that are offered

    Scenario Outline: <method> in <installments> installments is not offered
      Given a user
      When the user orders 1000.00 in <installments> installments by <method>
      Then it is refused with 400: "The method passed is invalid."
      And the user has no orders

      Examples:
        | method      | installments |
        | bitcoin     | 1            |
        | credit_card | 13           |
        | debit_card  | 2            |

  Rule: An order says who orders, for how much, and how it is paid

    Scenario Outline: An order without its <field>
      Given a user
      When the user places an order without its <field>
      Then it is refused with 422: "<field> is missing"
      And the user has no orders

      Examples:
        | field       |
        | value       |
        | user_id     |
        | installment |
        | method      |

    Scenario: An empty order
      When a client sends an empty order
      Then it is refused with 422: "value is missing; user_id is missing; installment is missing; method is missing"

    Scenario Outline: <value> is no amount to order for
      Given a user
      When the user orders <value> by cash
      Then it is refused with 422: "value must be a decimal amount over 0, like 1000.00, with at most 15 digits and 2 decimals"
      And the user has no orders

      Examples:
        | value  |
        | 0.00   |
        | -5.00  |
        | 10.001 |
        | many   |

  Rule: Under one key an order is placed once

    Scenario: An order is sent again, because its answer got lost
      Given a user
      When the user orders 1000.00 by cash, under the key "basket 7"
      Then within 1 second the order is APPROVED
      When the user orders 1000.00 by cash, under the key "basket 7"
      Then the client is told the same as the first time
      When the user's orders are listed
      Then the list holds the orders for "1000", of 1 in all

    Scenario: Another order is sent under a key that is used
      Given a user
      When the user orders 1000.00 by cash, under the key "basket 7"
      And the user orders 2000.00 by cash, under the key "basket 7"
      Then it is refused with 422: "Another order was placed with this Idempotency-Key."

    Scenario: A refused order does not use up its key
      Given a user
      When the user orders 1000.00 by bitcoin, under the key "basket 7"
      Then it is refused with 400: "The method passed is invalid."
      When the user orders 1000.00 by cash, under the key "basket 7"
      Then the order is accepted

    Scenario: A client that waits is told of the end when it sends the order again
      Given a user
      And the user orders 10000.01 by cash, under the key "basket 7"
      When the user orders 10000.01 by cash, under the key "basket 7", and waits up to 5 seconds
      Then the order is accepted, and the client is told that it is CANCELED because of LIMIT_EXCEEDED already
      When the user orders 10000.01 by cash, under the key "basket 7"
      Then the client is told the same as the first time

  Rule: A client may wait for the end

    Scenario: The order ends in time
      Given a user
      When the user orders 1000.00 by cash, and waits up to 5 seconds
      Then the order is accepted, and the client is told that it is APPROVED already

    Scenario: The order ends in time, and is over the limit
      Given a user
      When the user orders 10000.01 by cash, and waits up to 5 seconds
      Then the order is accepted, and the client is told that it is CANCELED because of LIMIT_EXCEEDED already

    @user-service
    Scenario: The order does not end in time
      Given the user service fails
      And a user
      When the user orders 1000.00 by cash, and waits up to 1 second
      Then the order is accepted, and the client is told that it is still PROCESSING

    @user-service
    Scenario: The order is taken back meanwhile
      Given the user service fails
      And a user
      When the user orders 1000.00 by cash, waits up to 8 seconds, and takes it back from elsewhere
      Then the order is accepted, and the client is told that it is CANCELED because of CANCELED_BY_CLIENT already

Feature: Taking an order back
  A client may take an order back until it is decided. What was reserved for it is free again.

  @user-service
  Rule: An order that is not decided is canceled

    Scenario: The order is held
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      When the client takes the order back
      Then the client is told that it is CANCELED because of CANCELED_BY_CLIENT
      And within 1 second the order is CANCELED because of CANCELED_BY_CLIENT
      And the order is held no longer
      And the recorded timeline tells:
        | order.received       | the order                                        |
        | limit.reserved       | limit: 10000                                     |
        | check.unavailable    | check: user, attempts: 4, fallback: hold         |
        | order.held           | cause: USER_CHECK_UNAVAILABLE, until: a set time |
        | order.canceled       | reason: CANCELED_BY_CLIENT                       |
        | compensation.started | step: limit                                      |
        | limit.released       | step: limit                                      |

    Scenario: Its checks are still running
      Given the user service does not answer
      And a user
      And the user orders 1000.00 by cash
      When the client takes the order back
      Then the client is told that it is CANCELED because of CANCELED_BY_CLIENT
      And within 1 second the order is CANCELED because of CANCELED_BY_CLIENT

    Scenario: It is taken back twice
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And the client takes the order back
      When the client takes the order back
      Then the client is told that it is CANCELED because of CANCELED_BY_CLIENT

    Scenario: It stays canceled when the user service answers
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And the client takes the order back
      When the user service answers
      And the client takes the order back
      Then the client is told that it is CANCELED because of CANCELED_BY_CLIENT
      And within 1 second the order is CANCELED because of CANCELED_BY_CLIENT

  Rule: An order that is decided stays as it is

    Scenario: It is approved already
      Given a user who has ordered, one after the other:
        | 10.00 |
      When the client takes the order back
      Then it is refused with 409: "The order is APPROVED already."
      And within 1 second the order is APPROVED

    Scenario: It is canceled already, for another reason
      Given a user who has ordered, one after the other:
        | 10000.01 |
      When the client takes the order back
      Then it is refused with 409: "The order is CANCELED (LIMIT_EXCEEDED) already."

    @user-service
    Scenario: An operator was faster
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      And the operator ada decides to reject the order: "never heard of"
      When the client takes the order back
      Then it is refused with 409: "The order is CANCELED (REJECTED_BY_OPERATOR) already."

    @user-service
    Scenario: An operator is too late
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      And the client takes the order back
      When the operator ada decides to approve the order: "known to us"
      Then it is refused with 409: "The order is CANCELED (CANCELED_BY_CLIENT) already."

  Rule: There is nothing to take back of an order that nobody placed

    Scenario: Nobody placed it
      When a client takes back an order that nobody placed
      Then it is refused with 404: "There is no such order."

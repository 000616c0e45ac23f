Feature: Limits of users
  How much a user may order for: at most so much with one order, and with all orders of some time together. Who has no limit of
  their own has the one that everybody has, and no cap.

  Rule: A user may have a limit for one order of their own

    Scenario: It is lower than everybody’s
      Given a user with limits: 500.00 for one order, no cap
      When the user orders 500.00 by cash
      Then within 1 second the order is APPROVED
      When the user orders 500.01 by cash
      Then within 1 second the order is CANCELED because of LIMIT_EXCEEDED

    Scenario: It is higher than everybody’s
      Given a user with limits: 20000.00 for one order, no cap
      When the user orders 15000.00 by cash
      Then within 1 second the order is APPROVED

    Scenario: It is taken away again
      Given a user with limits: 500.00 for one order, no cap
      And the user is given limits: everybody’s for one order, no cap
      When the user orders 10000.00 by cash
      Then within 1 second the order is APPROVED

  Rule: A user may have a cap on all orders together

    Scenario: What is approved takes up the cap
      Given a user with limits: everybody’s for one order, 1000.00 for all
      When the user orders 600.00 by cash
      Then within 1 second the order is APPROVED
      When the user orders 400.01 by cash
      Then within 1 second the order is CANCELED because of LIMIT_EXCEEDED
      And the recorded timeline tells:
        | order.received | the order                                                      |
        | limit.refused  | limit: 1000, rule: exposure, room: 400, reason: LIMIT_EXCEEDED |
        | user.validated | source: api                                                    |
        | order.canceled | reason: LIMIT_EXCEEDED                                         |
      When the user orders 400.00 by cash
      Then within 1 second the order is APPROVED
      And within 1 second the exposure is: 0 reserved, 1000 confirmed, of 1000

    Scenario: A canceled order takes up nothing
      Given a user whose id contains "invalid"
      And the user is given limits: everybody’s for one order, 1000.00 for all
      When the user orders 1000.00 by cash
      Then within 1 second the order is CANCELED because of USER_INVALID
      And within 1 second the exposure is: 0 reserved, 0 confirmed, of 1000

    @user-service
    Scenario: An order that is taken back makes room
      Given a user with limits: everybody’s for one order, 1000.00 for all
      And the user service fails
      When the user orders 700.00 by cash
      Then within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      And within 1 second the exposure is: 700 reserved, 0 confirmed, of 1000
      When the client takes the order back
      Then the client is told that it is CANCELED because of CANCELED_BY_CLIENT
      And within 1 second the exposure is: 0 reserved, 0 confirmed, of 1000
      When the user service answers
      And the user orders 1000.00 by cash
      Then within 1 second the order is APPROVED

    Scenario: Many orders at once stay within the cap
      Given a user with limits: everybody’s for one order, 500.00 for all
      When the user sends 20 orders of 100.00 at once
      Then within 10 seconds 5 of them are APPROVED, and 15 CANCELED because of LIMIT_EXCEEDED
      And within 1 second the exposure is: 0 reserved, 500 confirmed, of 500

  Rule: Operators look at limits and set them

    Scenario: A user who has none
      Given a user
      When the limits of the user are asked for
      Then these limits are told: everybody’s for one order, no cap
      And within 1 second the exposure is: 0 reserved, 0 confirmed, without a cap

    Scenario: A user who has some
      Given a user with limits: 500.00 for one order, 2000.50 for all
      When the limits of the user are asked for
      Then these limits are told: 500 for one order, 2000.5 for all

    Scenario: Limits that are no amounts
      Given a user with limits: 500.00 for one order, no cap
      When the user is given limits: -1 for one order, no cap
      Then it is refused with 422: "per_order_limit must be a decimal amount, like 1000.00, with at most 15 digits and 2 decimals, or null"
      When the limits of the user are asked for
      Then these limits are told: 500 for one order, no cap

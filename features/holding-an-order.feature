@user-service
Feature: Holding an order
  When the user service cannot say whether a user may order, its last answer about that user counts. When there is none,
  the order is held: still PROCESSING to the client, it waits for the service to answer or for an operator to decide.

  Rule: Nobody has to do anything for a held order

    Scenario: An order is held while its user cannot be checked, and goes on when the user service answers
      Given the user service fails
      And a user
      When the user orders 1000.00 by cash
      Then within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      And the order is still PROCESSING
      When the user service answers
      Then within 15 seconds the order is APPROVED
      And the order is held no longer
      And the recorded timeline tells:
        | order.received    | the order                                         |
        | limit.reserved    | limit: 10000                                      |
        | check.unavailable | check: user, attempts: 4, fallback: hold          |
        | order.held        | cause: USER_CHECK_UNAVAILABLE, until: a set time  |
        | order.resumed     | by: answer                                        |
        | user.validated    | source: api                                       |
        | order.approved    |                                                   |

    Scenario: The user turns out not to be valid
      Given the user service fails
      And a user whose id contains "invalid"
      When the user orders 1000.00 by cash
      Then within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE
      When the user service answers
      Then within 15 seconds the order is CANCELED because of USER_INVALID

  Rule: An order is held only when nothing else decides it

    Scenario: The last answer about the user is known
      Given a user who has ordered, one after the other:
        | 10.00 |
      And the user service does not answer
      When the user orders 1000.00 by cash
      Then within 10 seconds the order is APPROVED
      And the recorded timeline tells:
        | order.received    | the order                                 |
        | limit.reserved    | limit: 10000                              |
        | check.unavailable | check: user, attempts: 4, fallback: cache |
        | user.validated    | source: cache                             |
        | order.approved    |                                           |

    Scenario: The order is over the limit anyway
      Given the user service fails
      And a user
      When the user orders 10000.01 by cash
      Then within 5 seconds the order is CANCELED because of LIMIT_EXCEEDED

  Rule: An operator decides about a held order

    Background:
      Given the user service fails
      And a user
      And the user orders 1000.00 by cash
      And within 5 seconds the order is held because of USER_CHECK_UNAVAILABLE

    Scenario: An operator approves it
      When the operator ada decides to approve the order: "known to us"
      Then the operator is told that the order is APPROVED
      And within 1 second the order is APPROVED
      And the order is held no longer
      And the recorded timeline tells:
        | order.received    | the order                                                          |
        | limit.reserved    | limit: 10000                                                       |
        | check.unavailable | check: user, attempts: 4, fallback: hold                           |
        | order.held        | cause: USER_CHECK_UNAVAILABLE, until: a set time                   |
        | order.resumed     | by: operator, operator: ada, decision: approve, note: known to us  |
        | order.approved    |                                                                    |

    Scenario: An operator rejects it
      When the operator ada decides to reject the order: "never heard of"
      Then the operator is told that the order is CANCELED
      And within 1 second the order is CANCELED because of REJECTED_BY_OPERATOR

    Scenario: An operator has the user service asked again, in vain
      When the operator ada decides to retry the order: "is it back?"
      Then the operator is told that the order is PROCESSING
      And within 1 second the order is held because of USER_CHECK_UNAVAILABLE

    Scenario: An operator has the user service asked again, and it answers
      When the user service answers
      And the operator ada decides to retry the order: "it is back"
      Then the operator is told that the order is APPROVED

    Scenario: An operator changes their mind too late
      Given the operator ada decides to approve the order: "known to us"
      When the operator bob decides to reject the order: "not to me"
      Then it is refused with 409: "The order is APPROVED already."

    Scenario: A decision is sent twice
      Given the operator ada decides to approve the order: "known to us"
      When the operator ada decides to approve the order: "known to us"
      Then the operator is told that the order is APPROVED

  Rule: There is nothing to decide about an order that is not held

    Scenario: The order was decided long ago
      Given a user who has ordered, one after the other:
        | 10.00 |
      When the operator ada decides to reject the order: "too late"
      Then it is refused with 409: "The order is APPROVED already."

    Scenario: Its checks are still running
      Given the user service does not answer
      And a user
      And the user orders 1000.00 by cash
      When the operator ada decides to approve the order: "too early"
      Then it is refused with 409: "The order is not held: there is nothing to decide."

    Scenario: Nobody placed it
      When an operator decides about an order that nobody placed
      Then it is refused with 404: "There is no such order."

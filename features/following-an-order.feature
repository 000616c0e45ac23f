Feature: Following an order
  What has happened to an order can be read as its timeline: its events, numbered 1, 2, 3 … The two checks run side by
  side, so what they tell may come in either order.

  Scenario: The timeline of an approved order
    Given a user
    When the user orders 1000.00 in 2 installments by credit_card
    Then the recorded timeline tells:
      | order.received | the order     |
      | user.validated | source: api   |
      | limit.reserved | limit: 10000  |
      | order.approved |               |

  Scenario: The timeline of an order over the limit
    Given a user
    When the user orders 10000.01 by debit_card
    Then the recorded timeline tells:
      | order.received | the order                                                          |
      | user.validated | source: api                                                        |
      | limit.refused  | limit: 10000, rule: per-order, room: 10000, reason: LIMIT_EXCEEDED |
      | order.canceled | reason: LIMIT_EXCEEDED                                             |

  Scenario: The timeline of an order by a user who may not order
    Given a user whose id contains "invalid"
    When the user orders 1000.00 by transfer
    Then the recorded timeline tells:
      | order.received       | the order            |
      | user.rejected        | source: api          |
      | limit.reserved       | limit: 10000         |
      | order.canceled       | reason: USER_INVALID |
      | compensation.started | step: limit          |
      | limit.released       | step: limit          |

  @user-service
  Scenario: The timeline of an order whose user cannot be checked
    Given the user service fails
    And a user
    When the user orders 1000.00 by cash
    Then the timeline, not yet recorded, tells:
      | order.received    | the order                                        |
      | check.unavailable | check: user, attempts: 4, fallback: hold         |
      | limit.reserved    | limit: 10000                                     |
      | order.held        | cause: USER_CHECK_UNAVAILABLE, until: a set time |

  @user-service
  Scenario: The timeline of an order that is still open
    Given the user service does not answer
    And a user
    When the user orders 1000.00 by cash
    Then the timeline, not yet recorded, tells:
      | order.received | the order    |
      | limit.reserved | limit: 10000 |
    When the user service answers
    Then within 5 seconds the order is APPROVED
    And the recorded timeline tells:
      | order.received | the order    |
      | limit.reserved | limit: 10000 |
      | user.validated | source: api  |
      | order.approved |              |

  Scenario: An order that nobody placed has no timeline
    When a client asks for the timeline of an order that nobody placed
    Then it is refused with 404: "There is no such order."

Feature: Deciding an order
  Two checks decide every order: whether the user may order, and whether the value fits the limit. An order is
  APPROVED or CANCELED, and stays so.

  Rule: The order of a user who may order is approved up to the limit of 10000.00

    Scenario Outline: An order for <value> is approved
      Given a user
      When the user orders <value> in 1 installment by credit_card
      Then within 1 second the order is APPROVED

      Examples:
        | value    |
        | 0.01     |
        | 1000.00  |
        | 9999.99  |
        | 10000.00 |

    Scenario Outline: An order for <value> is over the limit
      Given a user
      When the user orders <value> in 1 installment by credit_card
      Then within 1 second the order is CANCELED because of LIMIT_EXCEEDED

      Examples:
        | value           |
        | 10000.01        |
        | 250000.00       |
        | 999999999999.99 |

    Scenario: Each order has the limit to itself
      Given a user
      When the user orders 10000.00 by transfer
      And the user orders 10000.00 by transfer
      Then within 1 second the order is APPROVED

  Rule: A user who may not order cannot

    Scenario: The user service says that the user is not valid
      Given a user whose id contains "invalid"
      When the user orders 1000.00 by cash
      Then within 1 second the order is CANCELED because of USER_INVALID

    Scenario: The user is not valid, and the order is over the limit
      Given a user whose id contains "invalid"
      When the user orders 10000.01 by cash
      Then within 1 second the order is CANCELED because of USER_INVALID

  @user-service
  Rule: A check that cannot be answered never approves an order

    Scenario Outline: The user service <behaves>
      Given the user service <behaves>
      And a user
      When the user orders 1000.00 by cash
      Then the order is accepted
      And within <seconds> seconds the order is held because of USER_CHECK_UNAVAILABLE

      Examples:
        | behaves         | seconds |
        | fails           | 5       |
        | talks nonsense  | 5       |
        | does not answer | 10      |

    Scenario Outline: The user service <behaves> at first, and answers on a later try
      Given the user service <behaves> <times>
      And a user
      When the user orders 1000.00 by cash
      Then within 5 seconds the order is APPROVED

      Examples:
        | behaves         | times   |
        | fails           | 1 time  |
        | talks nonsense  | 2 times |
        | fails           | 3 times |
        | does not answer | 1 time  |

    Scenario: The user service fails at first, and then says that the user is not valid
      Given the user service fails 2 times
      And a user whose id contains "invalid"
      When the user orders 1000.00 by cash
      Then within 5 seconds the order is CANCELED because of USER_INVALID

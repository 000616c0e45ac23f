Feature: Payment methods
  A client can ask in which ways an order may be paid.

  Scenario: All ways to pay
    When a client asks for the payment methods
    Then 15 ways to pay are offered, numbered from 1:
      | method      | installments |
      | credit_card | 1 to 12      |
      | debit_card  | 1            |
      | transfer    | 1            |
      | cash        | 1            |

  Scenario: Every way to pay is accepted
    Given a user
    When the user orders 10.00 in each way that is offered
    Then all 15 orders are APPROVED within 15 seconds

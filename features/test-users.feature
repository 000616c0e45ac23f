@test-routes
Feature: Removing the orders of the test users
  Whoever tries the API out as user_test or user_test_invalid can start again from nothing. The route exists only where
  test routes are switched on.

  Scenario: The orders of both test users are removed
    Given the user user_test has ordered 1000.00
    And the user user_test_invalid has ordered 1000.00
    When the orders of the test users are removed
    Then the user user_test has no orders
    And the user user_test_invalid has no orders

  Scenario: There is nothing to remove
    Given the orders of the test users are removed
    When the orders of the test users are removed
    Then the user user_test has no orders

  Scenario: The orders of other users stay
    Given a user who has ordered, one after the other:
      | 10.00 |
    When the orders of the test users are removed
    And the user's orders are listed
    Then the list holds the orders for "10", of 1 in all

  @user-service
  Scenario: An order that is still open is canceled before it is removed
    Given the user service does not answer
    And the user user_test orders 1000.00
    When the orders of the test users are removed
    Then the user user_test has no orders
    And the timeline of the removed order tells order.canceled because of CANCELED_BY_OPERATOR

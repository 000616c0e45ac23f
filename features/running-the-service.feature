Feature: Running the service
  Operators see whether the service is up, and clients find its description.

  Scenario: The service is alive
    When a client asks for /health
    Then the answer is 200 and says ok

  Scenario: The service is ready to take orders
    When a client asks for /readiness
    Then the answer is 200 and says ok

  Scenario: The API describes itself
    When a client asks for /openapi.json
    Then these operations are described:
      | POST | /api/orders                   |
      | GET  | /api/orders/{user_id}         |
      | GET  | /api/order/{id}               |
      | GET  | /api/order/{id}/events        |
      | POST | /api/order/{id}/cancel        |
      | POST | /api/order/{id}/decision      |
      | GET  | /api/holds                    |
      | GET  | /api/users/{user_id}/limit    |
      | PUT  | /api/users/{user_id}/limit    |
      | GET  | /api/users/{user_id}/exposure |
      | GET  | /api/methods                  |
      | GET  | /health                       |
      | GET  | /readiness                    |

  Scenario: The API can be tried out in a browser
    When a client asks for /swagger/index.html
    Then a page is shown, and everything it loads is there

  Scenario: Accepted orders are counted
    Given a user
    When the user orders 10.00 by cash
    And a client asks for /metrics
    Then orders_accepted_total is at least 1

  Scenario: A page that does not exist
    When a client asks for /api/nothing
    Then it is refused with 404: "There is no such route."

  Scenario: A route that is asked in the wrong way
    When a client asks for /api/orders
    Then it is refused with 405: "This route does not take this HTTP method."

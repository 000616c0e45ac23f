import { Given } from '@cucumber/cucumber';
import { aUser, type OrderWorld } from '../support/world';

Given('a user', function (this: OrderWorld) {
  this.user = aUser();
});

Given('a user whose id contains "invalid"', function (this: OrderWorld) {
  this.user = aUser('invalid');
});

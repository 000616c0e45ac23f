import { defineParameterType, Given } from '@cucumber/cucumber';
import { BEHAVIOURS, tellUserService, type Behaviour } from '../support/user-service';
import type { OrderWorld } from '../support/world';

defineParameterType({ name: 'behaviour', regexp: Object.keys(BEHAVIOURS), transformer: (text: string) => text as Behaviour });

Given('the user service {behaviour}', function (this: OrderWorld, behaviour: Behaviour) {
  return tellUserService(this.parameters, behaviour);
});

Given('the user service {behaviour} {int} time(s)', function (this: OrderWorld, behaviour: Behaviour, times: number) {
  return tellUserService(this.parameters, behaviour, times);
});

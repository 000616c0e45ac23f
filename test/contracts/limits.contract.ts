import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import * as fc from 'fast-check';
import { type LimitPolicy, type LimitRule, reserveAgainst, type UserLimits } from '../../domain/limits';
import { fromCents, type Money, toCents } from '../../domain/money';
import type { Order } from '../../domain/order';
import type { Limits, LimitsOfUsers, OpenReservation, Reservations } from '../../ports/limits';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { limitsModel } from './limits.model';
import { JUST_OVER_LIMIT, LIMIT, money, newOrder, newUserId } from './sample-orders';
import { assertUnavailable } from './unavailable';

export const POLICY: LimitPolicy = { perOrderLimit: LIMIT, windowMs: 3_600_000 };

export interface LedgerUnderTest {
  readonly limits: Limits;
  readonly users: LimitsOfUsers;
  readonly reservations: Reservations;
  /** Makes a reservation as old as if it had been made at that time, in milliseconds since 1970. */
  readonly backdate: (orderId: string, reservedAtMs: number) => Promise<void>;
  /** Runs the work with a ledger that does what it is asked next, and loses the answer. */
  readonly loseNextReply: (work: (limits: Limits) => Promise<void>) => Promise<void>;
}

const RESERVED = { fits: true, limit: LIMIT };
const RELEASED = { fits: false, limit: LIMIT, rule: 'released' };

/** What every ledger of limits does. `create` is called once per test, for a ledger that decides by this rule, and else by the domain's. */
export function limitsContract(name: string, create: (rule?: LimitRule) => LedgerUnderTest): void {
  describe(`${name}, as the ledger of limits`, () => {
    let ledger: LedgerUnderTest;
    let limits: Limits;
    let users: LimitsOfUsers;
    beforeEach(() => {
      ledger = create();
      ({ limits, users } = ledger);
    });

    const stateOf = async ({ id }: Order) => (await ledger.reservations.stateOf([id])).get(id);
    const orders = (count: number, changes: Partial<Order>) => Array.from({ length: count }, () => newOrder(changes));
    const capped = async (cap: string, perOrderLimit: Money | null = null) => {
      const userId = newUserId();
      await users.setLimit(userId, { perOrderLimit, exposureCap: money(cap) });
      return userId;
    };
    const assertExposure = async (userId: string, reserved: string, confirmed: string) => {
      const sums = await users.exposureOf(userId);
      const exposure = fromCents(toCents(money(reserved)) + toCents(money(confirmed)));
      assert.deepEqual(sums, { reserved, confirmed, exposure, cap: (await users.limitOf(userId)).exposureCap });
    };

    for (const kind of ['without limits of their own', 'with a limit of their own', 'under a cap'] as const) {
      describe(`for a user ${kind}`, () => {
        let order: Order;
        beforeEach(async () => {
          const userId = kind === 'under a cap' ? await capped('1000') : newUserId();
          if (kind === 'with a limit of their own') await users.setLimit(userId, { perOrderLimit: LIMIT, exposureCap: null });
          order = newOrder({ userId });
        });

        it('reserves once, however often it is asked, and the order does not count against itself', async () => {
          for (let time = 0; time < 3; time += 1) assert.deepEqual(await limits.reserve(order), RESERVED);
          assert.equal(await stateOf(order), 'reserved');
          await assertExposure(order.userId, '1000', '0');
        });

        it('reserves once when it is asked several times at once', async () => {
          const answers = await Promise.all(Array.from({ length: 8 }, () => limits.reserve(order)));
          assert.deepEqual(answers, Array.from({ length: 8 }, () => RESERVED));
          await assertExposure(order.userId, '1000', '0');
        });

        it('confirms what was reserved, and keeps it so whatever comes later', async () => {
          await limits.reserve(order);
          for (const next of ['confirm', 'confirm', 'release', 'reserve', 'confirm'] as const) {
            if (next === 'reserve') assert.deepEqual(await limits.reserve(order), RESERVED);
            else await limits[next](order);
            if (next !== 'reserve') assert.equal(await stateOf(order), 'confirmed', next);
          }
          await assertExposure(order.userId, '0', '1000');
        });

        it('releases what was reserved, and keeps it so whatever comes later', async () => {
          await limits.reserve(order);
          for (const next of ['release', 'release', 'confirm', 'reserve', 'release'] as const) {
            if (next === 'reserve') assert.deepEqual(await limits.reserve(order), RELEASED);
            else await limits[next](order);
            assert.equal(await stateOf(order), 'released', next);
          }
          await assertExposure(order.userId, '0', '0');
        });

        it('lets nothing be reserved after its release, also when nothing was released', async () => {
          await limits.release(order);
          await limits.release(order);
          assert.deepEqual(await limits.reserve(order), RELEASED);
          assert.equal(await stateOf(order), 'released');
          await assertExposure(order.userId, '0', '0');
        });

        it('counts what is confirmed without having been reserved, once', async () => {
          await limits.confirm(order);
          await limits.confirm(order);
          assert.deepEqual(await limits.reserve(order), RESERVED);
          await assertExposure(order.userId, '0', '1000');
        });

        it('leaves nothing behind when it refuses, and refuses again', async () => {
          const tooMuch = { ...order, value: JUST_OVER_LIMIT };
          const refused = { fits: false, limit: LIMIT, rule: 'per-order', room: LIMIT };
          assert.deepEqual(await limits.reserve(tooMuch), refused);
          assert.deepEqual(await limits.reserve(tooMuch), refused);
          assert.equal(await stateOf(order), undefined);
          await limits.release(tooMuch);
          assert.equal(await stateOf(order), 'released');
          await assertExposure(order.userId, '0', '0');
        });

        it('has one effect when the reply was lost', async () => {
          await ledger.loseNextReply((losing) => assertUnavailable('postgres', () => losing.reserve(order)));
          assert.equal(await stateOf(order), 'reserved');
          assert.deepEqual(await limits.reserve(order), RESERVED);
          await assertExposure(order.userId, '1000', '0');
          await ledger.loseNextReply((losing) => assertUnavailable('postgres', () => losing.confirm(order)));
          assert.equal(await stateOf(order), 'confirmed');
          await limits.confirm(order);
          await assertExposure(order.userId, '0', '1000');
        });

        it('frees the money once when the reply to the release was lost', async () => {
          await limits.reserve(order);
          await ledger.loseNextReply((losing) => assertUnavailable('postgres', () => losing.release(order)));
          await limits.release(order);
          assert.equal(await stateOf(order), 'released');
          await assertExposure(order.userId, '0', '0');
        });

        it('lets one of a release and a reservation at once win, and nothing leak', async () => {
          for (let round = 0; round < 20; round += 1) {
            const racing = newOrder({ userId: order.userId });
            await Promise.all([limits.reserve(racing), limits.release(racing), limits.reserve(racing)]);
            assert.equal(await stateOf(racing), 'released');
          }
          await assertExposure(order.userId, '0', '0');
        });
      });
    }

    it('lets exactly 50 of 200 orders of 100.00 at once have 5000.00', async () => {
      const userId = await capped('5000');
      const all = orders(200, { userId, value: money('100') });
      const answers = await Promise.all(all.map((order) => limits.reserve(order)));
      assert.equal(answers.filter(({ fits }) => fits).length, 50);
      const refused = answers.filter(({ fits }) => !fits);
      assert.deepEqual(refused, refused.map(() => ({ fits: false, limit: '5000', rule: 'exposure', room: '0' })));
      assert.deepEqual(await users.exposureOf(userId), { reserved: '5000', confirmed: '0', exposure: '5000', cap: '5000' });
    });

    it('lets what was released be reserved again, exactly once', async () => {
      const userId = await capped('300');
      const held = orders(3, { userId, value: money('100') });
      for (const order of held) assert.ok((await limits.reserve(order)).fits);
      const released = held[1]!;
      await Promise.all([limits.release(released), limits.release(released)]);
      const late = orders(10, { userId, value: money('100') });
      const answers = await Promise.all(late.map((order) => limits.reserve(order)));
      assert.equal(answers.filter(({ fits }) => fits).length, 1);
      await assertExposure(userId, '300', '0');
    });

    it('refuses what does not fit the room that is left, says which, and takes what does', async () => {
      const userId = await capped('1000');
      await limits.reserve(newOrder({ userId, value: money('900.01') }));
      assert.deepEqual(await limits.reserve(newOrder({ userId, value: money('100') })), {
        fits: false,
        limit: '1000',
        rule: 'exposure',
        room: '99.99',
      });
      assert.deepEqual(await limits.reserve(newOrder({ userId, value: money('99.99') })), RESERVED);
      await assertExposure(userId, '1000', '0');
    });

    it('holds users apart', async () => {
      const [one, other] = [await capped('1000'), await capped('1000')];
      for (const userId of [one, other]) assert.ok((await limits.reserve(newOrder({ userId }))).fits);
      assert.ok(!(await limits.reserve(newOrder({ userId: one }))).fits);
    });

    it('counts what was reserved before there was a cap', async () => {
      const userId = newUserId();
      const [first, second] = orders(2, { userId });
      await limits.reserve(first!);
      await limits.reserve(second!);
      await limits.confirm(second!);
      await users.setLimit(userId, { perOrderLimit: null, exposureCap: money('2500') });
      const refused = { fits: false, limit: '2500', rule: 'exposure', room: '500' };
      assert.deepEqual(await limits.reserve(newOrder({ userId })), refused);
      assert.deepEqual(await limits.reserve(first!), RESERVED);
      await users.setLimit(userId, { perOrderLimit: null, exposureCap: money('1500') });
      assert.deepEqual(await limits.reserve(newOrder({ userId })), { ...refused, limit: '1500', room: '0' });
    });

    it("holds an order against the user's own limit, higher or lower, until it is taken away", async () => {
      const userId = newUserId();
      const reserve = (value: string) => limits.reserve(newOrder({ userId, value: money(value) }));
      await users.setLimit(userId, { perOrderLimit: money('50.5'), exposureCap: null });
      assert.deepEqual(await reserve('50.51'), { fits: false, limit: '50.5', rule: 'per-order', room: '50.5' });
      assert.deepEqual(await reserve('50.5'), { fits: true, limit: '50.5' });
      await users.setLimit(userId, { perOrderLimit: money('20000'), exposureCap: money('90000') });
      assert.deepEqual(await reserve('20000'), { fits: true, limit: '20000' });
      await users.setLimit(userId, { perOrderLimit: null, exposureCap: null });
      assert.deepEqual(await reserve('20000'), { fits: false, limit: LIMIT, rule: 'per-order', room: LIMIT });
      assert.deepEqual(await reserve(LIMIT), RESERVED);
    });

    for (const [what, percent] of [['higher', 110n], ['lower', 90n]] as const) {
      describe(`when the rule sets a ${what} limit for users without a cap`, () => {
        const scaled = (limit: Money) => fromCents((toCents(limit) * percent) / 100n);
        const rule: LimitRule = (given) =>
          reserveAgainst({ ...given, perOrderLimit: given.exposureCap === null ? scaled(given.perOrderLimit) : given.perOrderLimit });
        const cases: readonly (readonly [user: string, own: UserLimits | undefined, limit: Money])[] = [
          ['without limits', undefined, scaled(LIMIT)],
          ['whose limits were taken away', { perOrderLimit: null, exposureCap: null }, scaled(LIMIT)],
          ['with a limit of their own', { perOrderLimit: money('200'), exposureCap: null }, scaled(money('200'))],
          ['under a cap', { perOrderLimit: null, exposureCap: money('90000') }, LIMIT],
        ];
        for (const [user, own, limit] of cases) {
          it(`follows it, to the cent, for a user ${user}`, async () => {
            const { limits: byRule, users: theirs, reservations } = create(rule);
            const userId = newUserId();
            if (own) await theirs.setLimit(userId, own);
            const [fitting, over] = [newOrder({ userId, value: limit }), newOrder({ userId, value: fromCents(toCents(limit) + 1n) })];
            assert.deepEqual(await byRule.reserve(fitting), { fits: true, limit });
            assert.deepEqual(await byRule.reserve(over), { fits: false, limit, rule: 'per-order', room: limit });
            assert.deepEqual(await reservations.stateOf([fitting.id, over.id]), new Map([[fitting.id, 'reserved']]));
          });
        }
      });
    }

    it('stops counting what was reserved before the window', async () => {
      const userId = await capped('2000');
      const [reserved, confirmed, late] = orders(3, { userId }) as [Order, Order, Order];
      await limits.reserve(reserved);
      await limits.reserve(confirmed);
      await limits.confirm(confirmed);
      assert.ok(!(await limits.reserve(late)).fits);
      await ledger.backdate(confirmed.id, Date.now() - POLICY.windowMs - 60_000);
      await assertExposure(userId, '1000', '0');
      assert.ok((await limits.reserve(late)).fits);
      await ledger.backdate(reserved.id, Date.now() - POLICY.windowMs + 60_000);
      await assertExposure(userId, '2000', '0');
      await ledger.backdate(reserved.id, Date.now() - POLICY.windowMs - 60_000);
      await assertExposure(userId, '1000', '0');
      await limits.release(reserved);
      await assertExposure(userId, '1000', '0');
    });

    it("keeps a user's limits as they were set, one or both or none", async () => {
      const userId = newUserId();
      const none: UserLimits = { perOrderLimit: null, exposureCap: null };
      assert.deepEqual(await users.limitOf(userId), none);
      const largest = money('999999999999999.99');
      for (const own of [{ ...none, exposureCap: money('0.01') }, { perOrderLimit: largest, exposureCap: largest }, { ...none, perOrderLimit: money('0') }, none]) {
        await users.setLimit(userId, own);
        await users.setLimit(userId, own);
        assert.deepEqual(await users.limitOf(userId), own);
        assert.equal((await users.exposureOf(userId)).cap, own.exposureCap);
      }
    });

    it('knows nothing of a user nobody has ordered for', async () => {
      assert.deepEqual(await users.exposureOf(newUserId()), { reserved: '0', confirmed: '0', exposure: '0', cap: null });
    });

    it('removes the reservations of users, whatever their states, and nobody else’s nor any limits', async () => {
      const userIds = [newUserId(), await capped('9000')] as const;
      const removed = [...orders(3, { userId: userIds[0] }), ...orders(1, { userId: userIds[1] })] as [Order, Order, Order, Order];
      const kept = newOrder();
      for (const order of [...removed, kept]) await limits.reserve(order);
      await limits.confirm(removed[1]);
      await limits.release(removed[2]);
      for (const time of ['once', 'again']) {
        await users.removeReservationsOf(userIds);
        const states = await ledger.reservations.stateOf([...removed, kept].map(({ id }) => id));
        assert.deepEqual(states, new Map([[kept.id, 'reserved']]), time);
      }
      assert.deepEqual(await users.exposureOf(userIds[1]), { reserved: '0', confirmed: '0', exposure: '0', cap: '9000' });
      await users.removeReservationsOf([]);
    });

    it('is exact to the cent for the largest amounts and for their sum', async () => {
      const largest = money('999999999999999.99');
      const userId = await capped('999999999999999.99', largest);
      assert.ok((await limits.reserve(newOrder({ userId, value: money('999999999999999.98') }))).fits);
      const refused = await limits.reserve(newOrder({ userId, value: money('0.02') }));
      assert.deepEqual(refused, { fits: false, limit: largest, rule: 'exposure', room: '0.01' });
      assert.ok((await limits.reserve(newOrder({ userId, value: money('0.01') }))).fits);
      await limits.confirm(newOrder({ userId, value: largest }));
      const sums = await users.exposureOf(userId);
      assert.deepEqual(sums, { reserved: largest, confirmed: largest, exposure: '1999999999999999.98', cap: largest });
      assert.deepEqual(await limits.reserve(newOrder({ userId, value: money('0.01') })), { ...refused, room: '0' });
    });

    it('names the state of the orders that have a reservation, many at once', async () => {
      const [open, confirmed, released, unknown] = orders(4, { userId: newUserId() }) as [Order, Order, Order, Order];
      for (const order of [open, confirmed, released]) await limits.reserve(order);
      await limits.confirm(confirmed);
      await limits.release(released);
      const ids = [open, unknown, released, confirmed, ...orders(2_000, {})].map(({ id }) => id);
      const expected = new Map([[open.id, 'reserved'], [confirmed.id, 'confirmed'], [released.id, 'released']]);
      assert.deepEqual(await ledger.reservations.stateOf(ids), expected);
      assert.deepEqual(await ledger.reservations.stateOf([]), new Map());
    });

    it('lists what is still reserved since before a time, oldest first, page by page', async () => {
      const userId = newUserId();
      const startMs = Date.UTC(randomInt(1980, 2000), 0, randomInt(1, 365), randomInt(24), randomInt(60), randomInt(60));
      const ofAges = async (offsetMs: number) => {
        const order = newOrder({ userId });
        await limits.reserve(order);
        await ledger.backdate(order.id, startMs + offsetMs);
        return { orderId: order.id, userId, value: order.value, reservedAt: new Date(startMs + offsetMs).toISOString() };
      };
      const all: OpenReservation[] = [];
      for (const offsetMs of [5, 1, 3, 3, 3, 2, 10]) all.push(await ofAges(offsetMs));
      const [confirmed, released, neverReserved] = orders(3, { userId }) as [Order, Order, Order];
      for (const order of [confirmed, released]) {
        await limits.reserve(order);
        await ledger.backdate(order.id, startMs);
      }
      await limits.confirm(confirmed);
      for (const order of [released, neverReserved]) await limits.release(order);

      const pages: OpenReservation[][] = [];
      let after: OpenReservation | undefined;
      do {
        const page: OpenReservation[] = await ledger.reservations.openBefore(startMs + 10, 2, after);
        pages.push(page);
        after = page.at(-1);
      } while (after);
      const own = pages.flat().filter((reservation) => reservation.userId === userId);
      const byAge = (a: OpenReservation, b: OpenReservation) => (`${a.reservedAt} ${a.orderId}` < `${b.reservedAt} ${b.orderId}` ? -1 : 1);
      assert.deepEqual(own, all.slice(0, -1).sort(byAge));
      assert.ok(pages.every((page) => page.length <= 2));
    });

    for (const [kind, hostile] of Object.entries(HOSTILE_USER_IDS)) {
      it(`takes ${kind} for a user like any other`, async () => {
        const userId = `${hostile.slice(0, 200)}${newUserId()}`;
        await users.setLimit(userId, { perOrderLimit: null, exposureCap: money('1000') });
        assert.ok((await limits.reserve(newOrder({ userId }))).fits);
        assert.ok(!(await limits.reserve(newOrder({ userId }))).fits);
        assert.ok((await limits.reserve(newOrder({ userId: `${userId} ` }))).fits);
        assert.equal((await users.exposureOf(userId)).exposure, '1000');
      });
    }

    const STEPS = ['reserve', 'confirm', 'release'] as const;
    const COUNT = 8;
    const script = fc.array(fc.record({ step: fc.constantFrom(...STEPS), which: fc.nat({ max: COUNT - 1 }) }), { maxLength: 40 });
    const cents = fc.bigInt({ min: 1n, max: 900n });
    /** Which of three users each of the eight orders is of. */
    const OWNER = [0, 0, 0, 0, 1, 1, 2, 2];
    /** A user with a cap of 10.00, one with a limit of 6.00 for one order, and one without limits. */
    const OWN: UserLimits[] = [
      { perOrderLimit: null, exposureCap: money('10') },
      { perOrderLimit: money('6'), exposureCap: null },
      { perOrderLimit: null, exposureCap: null },
    ];
    const newScene = async (amounts: readonly bigint[]) => {
      const own = new Map(OWN.map((limitsOfUser) => [newUserId(), limitsOfUser]));
      for (const [userId, limitsOfUser] of own) await users.setLimit(userId, limitsOfUser);
      const ids = [...own.keys()];
      const all = amounts.map((amount, index) => newOrder({ userId: ids[OWNER[index]!]!, value: fromCents(amount) }));
      return { all, ids, model: limitsModel(own, POLICY.perOrderLimit) };
    };
    const values = fc.array(cents, { minLength: COUNT, maxLength: COUNT });

    it('does what a simple model of it does, whatever comes in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(values, script, async (amounts, steps) => {
          const { all, ids, model } = await newScene(amounts);
          for (const { step, which } of steps) {
            const order = all[which]!;
            assert.deepEqual(await limits[step](order), model[step](order), step);
          }
          assert.deepEqual(await ledger.reservations.stateOf(all.map(({ id }) => id)), model.states());
          for (const userId of ids) assert.equal((await users.exposureOf(userId)).exposure, model.exposureOf(userId));
        }),
        { numRuns: 40 },
      );
    });

    it('keeps to the caps and to the ends of orders when everything comes at once', async () => {
      await fc.assert(
        fc.asyncProperty(values, script, fc.array(fc.constantFrom('confirm', 'release'), { minLength: COUNT, maxLength: COUNT }), async (amounts, steps, ends) => {
          const { all, ids } = await newScene(amounts);
          // As the workflow would: a settlement decides whether an order is ever confirmed or ever released.
          await Promise.all(
            steps.map(async ({ step, which }) => {
              const order = all[which]!;
              const { fits } = await limits.reserve(order);
              if (step === 'reserve' || (ends[which] === 'confirm' && !fits)) return;
              await limits[ends[which]!](order);
            }),
          );
          const states = await ledger.reservations.stateOf(all.map(({ id }) => id));
          const ended = new Set(steps.filter(({ step }) => step !== 'reserve').map(({ which }) => which));
          for (const [index, order] of all.entries()) {
            const state = states.get(order.id);
            if (ends[index] === 'confirm') assert.ok(state !== 'released', state);
            else if (ended.has(index)) assert.equal(state, 'released');
          }
          for (const userId of ids) {
            const { exposure, cap } = await users.exposureOf(userId);
            const counted = all.filter(({ id, userId: of }) => of === userId && ['reserved', 'confirmed'].includes(states.get(id) ?? ''));
            assert.equal(toCents(exposure), counted.reduce((sum, { value }) => sum + toCents(value), 0n));
            assert.ok(cap === null || toCents(exposure) <= toCents(cap), `${exposure} of ${cap}`);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

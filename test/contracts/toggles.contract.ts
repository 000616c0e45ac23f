import assert from 'node:assert/strict';
import { type Toggle, TOGGLES, type Toggles } from '../../ports/toggles';
import { until } from '../until';

/** Toggles that are all on, and a way to switch them. */
export interface TogglesUnderTest {
  readonly toggles: Toggles;
  /** Switches these off, and all others on. */
  switchOff(off: readonly Toggle[]): Promise<void> | void;
  close(): Promise<void> | void;
}

/** What all toggles do. `create` is called once per test. */
export function togglesContract(name: string, create: () => Promise<TogglesUnderTest> | TogglesUnderTest): void {
  describe(`${name}, as toggles`, () => {
    let under: TogglesUnderTest;
    beforeEach(async () => (under = await create()));
    afterEach(() => under.close());

    const off = () => TOGGLES.filter((toggle) => !under.toggles.isOn(toggle));
    const switchOff = async (...toggles: Toggle[]) => {
      await under.switchOff(toggles);
      await until(`[${toggles.join()}] is off`, () => off().join() === toggles.join());
    };

    it('are on unless somebody says otherwise', () => {
      assert.deepEqual(off(), []);
    });

    it('are switched one by one, off and on again', async () => {
      for (const toggle of TOGGLES) await switchOff(toggle);
      await switchOff();
    });

    it('are switched together', async () => {
      await switchOff(...TOGGLES);
      await switchOff('postOrder', 'fallbackToHold');
    });
  });
}

import { Unavailable } from '../../ports/unavailable';

/** What a fake does wrong, for tests to set. */
export class Faults {
  /** Cannot answer while this is true. */
  down = false;
  /** Cannot answer so many more calls. */
  failNext = 0;
  /** Does what so many more calls ask for, but their answers are lost. */
  loseNext = 0;

  constructor(private readonly dependency: Unavailable['dependency']) {}

  async around<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.down || this.#take('failNext')) throw new Unavailable(this.dependency);
    const answer = await work();
    if (this.#take('loseNext')) throw new Unavailable(this.dependency);
    return answer;
  }

  #take(count: 'failNext' | 'loseNext'): boolean {
    if (this[count] === 0) return false;
    this[count] -= 1;
    return true;
  }
}

import { Unavailable } from '../../ports/unavailable';

/** The faults of a fake, set by tests. */
export class Faults {
  /** While this is true, every call fails. */
  down = false;
  /** So many of the next calls fail. */
  failNext = 0;
  /** So many of the next calls do their work and then lose their answers. */
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

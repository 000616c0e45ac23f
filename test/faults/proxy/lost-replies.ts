/** Replies which a proxy keeps from its clients although the server has done what they asked for. */
export class LostReplies {
  #taken = 0;
  #lost = 0;

  /** `times` replies, to requests in which this text stands as it is. */
  constructor(
    private readonly requestText: string,
    private readonly times: number,
  ) {}

  /** How many replies the server has given and no client has got. */
  get lost(): number {
    return this.#lost;
  }

  /** Whether the reply to this request is to be lost; when it is, exactly one of `settle` follows. */
  takes(request: Buffer): boolean {
    if (this.#taken >= this.times || !request.includes(this.requestText)) return false;
    this.#taken += 1;
    return true;
  }

  /** A reply was lost; or the client went away before there was one, and another shall be lost in its place. */
  settle({ wasReplied }: { readonly wasReplied: boolean }): void {
    if (wasReplied) this.#lost += 1;
    else this.#taken -= 1;
  }
}

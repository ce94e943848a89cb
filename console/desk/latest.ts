/**
 * Several questions for one place on the screen may be under way at once, and their answers come in any order.
 * @module
 */
export class Latest {
  #turn = 0;

  /** Begins a question, and with it makes every earlier one stale. @returns whether it is still the latest */
  begin(): () => boolean {
    const mine = ++this.#turn;
    return () => mine === this.#turn;
  }
}

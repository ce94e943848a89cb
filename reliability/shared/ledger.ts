/**
 * The ledger: what the service has acknowledged, person by person, and what it may have done before an answer was
 * lost. After a crash every row has to be in a state that the ledger allows.
 * @module
 */
import { openidOf } from "./people.ts";

/** `guest` is a WeChat user without a profile; a number is the version of the profile that the row holds. */
export type State = "absent" | "guest" | number;

export interface Person {
  readonly serial: number;
  readonly kind: "WeChat" | "ManagePlatform";
  /** Null until the server has told a platform user's GUID. */
  openid: string | null;
  /** The record's id; null until acknowledged. */
  id: string | null;
  /** The first and the latest token handed out. */
  firstToken: string | null;
  token: string | null;
  /** The latest profile version sent. */
  version: number;
  /** One state when every write was answered, more after a lost answer. */
  possible: State[];
  /** The addresses that the row's avatar may have; null stands for one that no answer has told. */
  avatars: (string | null)[];
  /** Somebody is acting for this person at the moment. */
  busy: boolean;
}

/** A write under way: settled by its answer, or left open when the answer was lost. */
export interface Write {
  acknowledged(): void;
  /** The service said no: nothing may have changed. */
  refused(): void;
}

/** An acknowledged write, for whoever has to take it back: see reliability/standby/losses.ts. */
export interface Acknowledged {
  person: Person;
  /** The states that the person could be in before. */
  before: State[];
  /** `performance.now()` when the answer came. */
  at: number;
}

export class Ledger {
  readonly people: Person[] = [];
  /** Every acknowledged write in the order of its answer; kept only where it is asked for. */
  readonly history: Acknowledged[] | null;
  readonly #alive: Person[] = [];
  readonly #places = new Map<Person, number>();

  constructor({ keepHistory = false } = {}) {
    this.history = keepHistory ? [] : null;
  }

  newPerson(kind: Person["kind"]): Person {
    const serial = this.people.length;
    const person: Person = {
      serial,
      kind,
      openid: kind === "WeChat" ? openidOf(serial) : null,
      id: null,
      firstToken: null,
      token: null,
      version: 0,
      possible: ["absent"],
      avatars: [""],
      busy: true,
    };
    this.people.push(person);
    return person;
  }

  /** Opens a write that would put the person's row into `state`. */
  write(person: Person, state: State): Write {
    const before = person.possible;
    person.possible = [...new Set([...before, state])];
    const settle = (possible: State[]) => {
      person.possible = possible;
      this.#noteAlive(person);
    };
    this.#noteAlive(person);
    const acknowledged = () => {
      this.history?.push({ person, before, at: performance.now() });
      settle([state]);
    };
    return { acknowledged, refused: () => settle(before) };
  }

  /** The server has told who this person is. */
  identified(person: Person, id: string, openid: string): void {
    person.id = id;
    person.openid = openid;
    this.#noteAlive(person);
  }

  /** After a crash: the row that is there is what counts from now on. */
  observed(person: Person, state: State): void {
    person.possible = [state];
    this.#noteAlive(person);
  }

  /** People whose record is certainly there, in no particular order. */
  alive(): readonly Person[] {
    return this.#alive;
  }

  /** Keeps `alive` an array that a random pick takes one step on, however many people there are. */
  #noteAlive(person: Person): void {
    const isAlive = person.id !== null && !person.possible.includes("absent");
    const place = this.#places.get(person);
    if (isAlive === (place !== undefined)) return;
    if (place === undefined) {
      this.#places.set(person, this.#alive.push(person) - 1);
      return;
    }
    this.#places.delete(person);
    const last = this.#alive.pop();
    if (last === undefined || last === person) return;
    this.#alive[place] = last;
    this.#places.set(last, place);
  }
}

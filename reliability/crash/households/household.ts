/**
 * A household: one person with an account of the management platform and one of the mini-program, which are linked,
 * merged, parted and closed; what was acknowledged of it, and what a lost answer has left open.
 * @module
 */

/** Where a household's records can be; what the database must show of it exactly, never something between two. */
export interface State {
  /** The platform account: its `users_status`, or null before it is registered. */
  platform: 0 | -9 | null;
  /** The mini-program's record, or null before the first visit. */
  guest: 0 | -2 | null;
  /** Whom the row of the WeChat account names. */
  row: "none" | "nobody" | "platform" | "guest";
  phone: "none" | "platform" | "guest";
  isVerified: boolean;
  /** Which of the person's passwords works; the database shows it to whoever tries. */
  password: number;
}

export const BEFORE_ALL: State = {
  platform: null,
  guest: null,
  row: "none",
  phone: "none",
  isVerified: false,
  password: 0,
};

export type Move =
  | "register"
  | "visit"
  | "claim"
  | "merge"
  | "link"
  | "unlink"
  | "changePassword"
  | "resetPassword"
  | "closeByCode"
  | "closeByPassword";

export interface Household {
  readonly serial: number;
  /** Ids and latest tokens; null until acknowledged. */
  platform: { id: string; token: string } | null;
  guest: { id: string; token: string } | null;
  /** One state when every move was answered, two after a lost answer. */
  possible: State[];
}

/** What a person in this state can do next, several times where it shall come often. */
export function movesFrom(state: State): Move[] {
  if (state.platform === null) return ["register"];
  if (state.platform === -9) return [];
  if (state.guest === null) return ["visit"];
  if (state.guest === 0) return state.phone === "guest" ? ["merge"] : ["merge", "claim"];
  const always: Move[] = ["changePassword", "resetPassword", "closeByPassword"];
  return state.row === "platform"
    ? ["unlink", "unlink", "unlink", "closeByCode", ...always]
    : ["link", "link", ...always];
}

/** The state that the move leads to, whole. */
export function after(state: State, move: Move): State {
  switch (move) {
    case "register":
      return { ...state, platform: 0, phone: "platform" };
    case "visit":
      return { ...state, guest: 0, row: "guest" };
    case "claim":
      return { ...state, phone: "guest", isVerified: true };
    case "merge":
      return { ...state, guest: -2, row: "platform", phone: "platform" };
    case "link":
      return { ...state, row: "platform" };
    case "unlink":
      return { ...state, row: "nobody" };
    case "changePassword":
      return { ...state, password: state.password + 1 };
    case "resetPassword":
      return { ...state, password: state.password + 1, isVerified: true };
    case "closeByCode":
    case "closeByPassword": {
      // A row that names nobody is not the account's, and stays.
      const row = state.row === "platform" ? "none" : state.row;
      return { ...state, platform: -9, row, phone: "none", isVerified: false };
    }
  }
}

/** What the database shows of a state: everything but the password. */
export function seen({ password: _, ...shown }: State): string {
  return JSON.stringify(shown);
}

export const openidOf = (serial: number) => `o-house-${String(serial).padStart(8, "0")}`;
export const unionidOf = (serial: number) => `u-house-${String(serial).padStart(8, "0")}`;
export const nameOf = (serial: number) => `户主${serial}`;
export const phoneOf = (serial: number) => `15${String(serial).padStart(9, "0")}`;
export const passwordOf = (serial: number, version: number) => `house-${serial}-password-${version}`;

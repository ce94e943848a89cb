/**
 * What somebody types to find a person: a phone, whole or in parts, a name, or one of the ids.
 * @module
 */
import { where } from "../filter.ts";

export interface Search {
  /** Of `tbl_auth_users`; empty for everybody. */
  filter: string;
  /** Set where the text may be a WeChat account's in one of the mini-programs: their rows have to be asked too. */
  openid: string | null;
}

const NOTHING: Search = { filter: "", openid: null };

/** Marks and blanks that come along when a phone is copied out of a chat. */
const PASTED = /[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff()（）\-‐-―－]/g;

export function searchOf(text: string): Search {
  const query = text.trim();
  if (query === "") return NOTHING;
  return (
    phoneSearch(query) ??
    idSearch(query) ?? { filter: where("users_name ~ {:query}", { query }), openid: null }
  );
}

function phoneSearch(query: string): Search | null {
  const phone = query
    .replace(PASTED, "")
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const mainland = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(phone)?.[1];
  if (mainland) return { filter: where("users_phone = {:phone}", { phone: mainland }), openid: null };
  // “138…8000”, as it stands on a screen or is said aloud.
  const [, head, tail] = /^(\+?\d{2,})(?:[*＊·.…]+|[xX]{2,})(\d{2,})$/.exec(phone) ?? [];
  if (head && tail)
    return { filter: where("users_phone ~ {:phone}", { phone: `${head}%${tail}` }), openid: null };
  if (/^\+?\d{3,}$/.test(phone)) return { filter: where("users_phone ~ {:phone}", { phone }), openid: null };
  return null;
}

/** A record id has 15 characters, WeChat's openids and unionids 28, the GUIDs of platform users 36. */
function idSearch(query: string): Search | null {
  if (/^[a-z0-9]{15}$/.test(query)) return { filter: where("id = {:query}", { query }), openid: null };
  if (!/^[\w-]{20,}$/.test(query)) return null;
  return { filter: where("openid = {:query} || users_unionid = {:query}", { query }), openid: query };
}

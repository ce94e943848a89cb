/**
 * People of one file who claim the same id, openid, unionid or phone.
 * @module
 */
import type { ImportOptions } from "../moving/options.ts";
import { isPerson, type Person, withWayIn } from "../moving/person.ts";
import type { Report } from "../moving/report.ts";
import type { Entry } from "../moving/source.ts";
import { type Claim, lostBetween } from "../pocketbase/import-claims.ts";
import type { Newcomer } from "./import-conflicts.ts";

/** What somebody claims to be theirs alone. */
export function claimsOf(place: number, person: Person): Claim[] {
  const { id, openid, appid, unionid, phone, phoneProved: proved, created, updated } = person;
  const base = { place, id, proved, created, updated };
  return [
    { ...base, kind: "id" as const, value: id },
    ...(openid === "" ? [] : [{ ...base, kind: "openid" as const, value: `${appid} ${openid}` }]),
    ...(unionid === "" ? [] : [{ ...base, kind: "unionid" as const, value: unionid }]),
    ...(phone === "" ? [] : [{ ...base, kind: "phone" as const, value: phone }]),
  ];
}

export interface Placed extends Newcomer {
  place: number;
}

/** Those who come in, each without what somebody else of the file has a better right to. */
export function withoutLosers(entries: Entry[], { onDuplicate }: ImportOptions, report: Report): Placed[] {
  const lost = lostBetween(entries[0]?.place ?? 0, entries.at(-1)?.place ?? 0);
  return entries.flatMap(({ place, reading }): Placed[] => {
    const who = { place, id: reading.id };
    if (!isPerson(reading)) {
      report.skipped(who, reading.skipped);
      return [];
    }
    const winner = new Map(
      lost.filter((claim) => claim.place === place).map(({ kind, winner }) => [kind, winner]),
    );
    if (winner.has("id")) {
      report.skipped(who, "repeated");
      return [];
    }
    const { openid, phone } = reading;
    for (const [kind, other] of winner) {
      const outcome = kind === "openid" && onDuplicate === "report" ? "left out" : "comes in without it";
      report.duplicate(who, kind, kind === "phone" ? phone : "", other, outcome);
    }
    const still = winner.has("openid") ? withWayIn({ ...reading, openid: "" }) : reading;
    if (winner.has("openid") && (onDuplicate === "report" || !isPerson(still))) {
      report.skipped(who, "duplicate_openid");
      return [];
    }
    if (!isPerson(still)) return [];
    const kinds = (["phone", "unionid"] as const).filter((kind) => winner.has(kind));
    return [{ place, person: openid === still.openid ? reading : still, lost: new Set(kinds) }];
  });
}

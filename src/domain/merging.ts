/**
 * What a record gains from another one of the same person.
 * @module
 */

/** The fields that one record may take from the other, as stored; "" where there is nothing. */
export const MERGED_FIELDS = [
  "users_name",
  "users_picture",
  "users_phone",
  "users_phone_verified_at",
  "users_unionid",
  "users_type",
] as const;

export type Mergeable = { [Field in (typeof MERGED_FIELDS)[number]]: string };

/**
 * What is filled stays, what is empty is filled. A phone brings its mark along, and one that WeChat vouched for replaces
 * one that nobody did. A guest who gets the records of a registered user is registered.
 */
export function gains(own: Mergeable, theirs: Mergeable): Mergeable {
  const takesPhone =
    theirs.users_phone !== "" &&
    (own.users_phone === "" || (own.users_phone_verified_at === "" && theirs.users_phone_verified_at !== ""));
  const { users_phone, users_phone_verified_at } = takesPhone ? theirs : own;
  return {
    users_name: own.users_name || theirs.users_name,
    users_picture: own.users_picture || theirs.users_picture,
    users_phone,
    users_phone_verified_at,
    users_unionid: own.users_unionid || theirs.users_unionid,
    users_type: theirs.users_type === "注册用户" ? theirs.users_type : own.users_type,
  };
}

/**
 * The ways in which a person can sign in.
 * @module
 */
import { Badge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { shortTimeWords } from "../../words/times.ts";
import { type Deed, unlink } from "./deeds.ts";
import { isAlive, isPlatform, type Person, phoneWords } from "./person.ts";

export function Doors({ person, ask }: { person: Person; ask: (deed: Deed) => void }) {
  const { users_phone: phone, users_phone_verified_at: verifiedAt } = person;
  // Made before WeChat accounts were kept in rows of their own: the next sign-in writes one.
  const older = !isPlatform(person) && person.identities.length === 0 && isAlive(person.users_status);
  return (
    <section class="doors" aria-labelledby="doors-title">
      <h3 id="doors-title">登录方式</h3>
      <ul>
        <li>
          <div>
            <p>
              手机号{" "}
              {phone === "" ? (
                <span class="muted">未填写</span>
              ) : (
                <>
                  <span class="number">{phoneWords(phone)}</span>{" "}
                  <Badge tone={verifiedAt ? "good" : "warn"}>{verifiedAt ? "微信已验证" : "未验证"}</Badge>
                </>
              )}
            </p>
            <p class="muted">
              {isPlatform(person) && phone !== "" ? "可用手机号和密码登录" : "没有密码登录"}
              {verifiedAt && `；验证于 ${shortTimeWords(verifiedAt)}`}
            </p>
          </div>
          {phone !== "" && <CopyButton text={phone} what="手机号" />}
        </li>
        {person.identities.map((identity) => (
          <li key={identity.id}>
            <div>
              <p>
                小程序 <code>{identity.appid}</code>
              </p>
              <p class="muted">
                openid <code>{identity.openid}</code>
              </p>
              <p class="muted">绑定于 {shortTimeWords(identity.created)}</p>
            </div>
            <div class="buttons">
              <CopyButton text={identity.openid} what={`小程序 ${identity.appid} 的 openid`} />
              <button
                type="button"
                class="danger small"
                aria-label={`解除绑定小程序 ${identity.appid}`}
                onClick={() => ask(unlink(person, identity))}
              >
                解除绑定
              </button>
            </div>
          </li>
        ))}
        {older && (
          <li>
            <p class="muted">微信账号（下次登录时登记到小程序名下）</p>
          </li>
        )}
      </ul>
    </section>
  );
}

/**
 * The token of the session: until when it is good, and what can be done with it.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ActionButton } from "../components/action-button.tsx";
import { announce } from "../components/announcer.tsx";
import { Details } from "../components/details.tsx";
import { useEverySecond } from "../components/every-second.ts";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { serverNow } from "../service/clock.ts";
import { dateTimeWords, durationWords } from "../words/times.ts";
import { endSession, renewSession } from "./session.ts";
import { claimsOf } from "./stored-token.ts";

/** From here on the end is near enough to say so. */
const SOON_MS = 2 * 60_000;

type Outcome = { kind: "done"; text: string } | { kind: "by_hand"; token: string };

export function TokenPanel({ token }: { token: string }) {
  const notice = useMemo(() => new NoticeModel(), []);
  const outcome = useSignal<Outcome | null>(null);
  const expiresAt = useMemo(() => claimsOf(token)?.expiresAt, [token]);
  const confirm = (text: string) => {
    outcome.value = { kind: "done", text };
    announce(text);
  };
  async function renew(): Promise<void> {
    notice.clear();
    outcome.value = null;
    const { renewed, failure } = await renewSession();
    if (renewed) confirm("令牌已续期");
    else if (failure) notice.showFailure(failure);
  }
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(token);
      const left = expiresAt === undefined ? "" : `，${durationWords(expiresAt - serverNow())}内有效`;
      confirm(`令牌已复制${left}。请像密码一样保管`);
    } catch {
      // No clipboard without https, and a browser may refuse: then by hand.
      outcome.value = { kind: "by_hand", token };
    }
  }
  return (
    <section class="token" aria-labelledby="token-title">
      <h3 id="token-title">令牌</h3>
      <p class="muted">它就是登录凭证：在过期之前，谁拿到它，谁就能使用这个账号。</p>
      <Details
        rows={[
          {
            label: "有效期至",
            value: expiresAt === undefined ? "未知" : dateTimeWords(new Date(expiresAt).toISOString()),
          },
          {
            label: "剩余时间",
            value: expiresAt === undefined ? "未知" : <Remaining key={expiresAt} expiresAt={expiresAt} />,
          },
        ]}
      />
      <div class="buttons">
        <ActionButton tone="primary" label="续期令牌" busyLabel="正在续期…" action={renew} />
        <button type="button" onClick={() => void copy()}>
          复制令牌
        </button>
      </div>
      <Notice model={notice} />
      <div class="outcome">
        {outcome.value?.kind === "done" && <p class="confirmation">{outcome.value.text}</p>}
        {outcome.value?.kind === "by_hand" && <TokenByHand token={outcome.value.token} />}
      </div>
    </section>
  );
}

/** Warns before the end, and ends the session at it. */
function Remaining({ expiresAt }: { expiresAt: number }) {
  const left = useSignal(expiresAt - serverNow());
  const warned = useRef(false);
  const tick = useCallback(() => {
    left.value = expiresAt - serverNow();
    if (left.peek() <= 0) return endSession(null);
    const soon = left.peek() <= SOON_MS;
    if (soon && !warned.current) announce(`登录将在 ${durationWords(left.peek())}后过期，可以续期令牌`);
    warned.current = soon;
  }, [expiresAt]);
  useLayoutEffect(tick, [tick]);
  useEverySecond(tick);
  return (
    <span role="timer" class={left.value <= SOON_MS ? "soon" : undefined}>
      {durationWords(left.value)}
    </span>
  );
}

function TokenByHand({ token }: { token: string }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.select(), []);
  return (
    <>
      <label for="token-text">浏览器不允许直接复制：令牌已选中，请手动复制</label>
      <input ref={input} type="text" readOnly value={token} id="token-text" />
    </>
  );
}

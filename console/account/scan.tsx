/**
 * The way in by the phone: a code to scan, two digits to compare, and what has become of it.
 * @module
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import {
  type FetchOptions,
  type ScanCode,
  type ScanLogin,
  scanLogin,
  type ScanLoginState,
} from "../../miniprogram/src/scan-login.ts";
import type { Reason } from "../../src/generated/reasons.ts";
import { announce } from "../components/announcer.tsx";
import { Avatar } from "../components/avatar.tsx";
import { useEverySecond } from "../components/every-second.ts";
import { Labels } from "../components/labels.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { QrCode } from "../components/qr-code.tsx";
import { base } from "../service/call.ts";
import { reportNews } from "../service/news.ts";
import type { Failure } from "../service/result.ts";
import { countdownWords } from "../words/times.ts";
import { signIn } from "./session.ts";

type Failed = Extract<ScanLoginState, { status: "failed" }>;

/** @param props.active whether it is in sight: nobody is asked for a code that nobody sees */
export function ScanSignIn({ active }: { active: boolean }) {
  const state = useSignal<ScanLoginState>({ status: "starting" });
  const notice = useMemo(() => new NoticeModel(), []);
  const scan = useRef<ScanLogin | null>(null);
  useLayoutEffect(() => {
    if (!active) return;
    scan.current = scanLogin({ baseURL: base, fetch: fetchWithNews, onState: follow });
    return () => scan.current?.stop();
  }, [active]);

  function follow(next: ScanLoginState): void {
    if (next.status === "signed_in") return signIn(next.answer);
    if (next.status === "failed") notice.showFailure(failureOf(next));
    else notice.clear();
    // The first code comes with the choice of the tab, which has said what it is.
    const words = stateWords(next);
    if (words !== stateWords(state.peek()) && next.status !== "starting") announce(words);
    state.value = next;
  }

  const now = state.value;
  const code = "code" in now ? now.code : null;
  const over = now.status === "refused" || now.status === "expired" || now.status === "failed";
  const waits = notice.wait.value > 0;
  return (
    <div class="scan">
      <div class="scan-code" data-state={now.status}>
        {code && <Code code={code} />}
        <Cover state={now} />
      </div>
      <p class="scan-check">
        {code && (
          <>
            核对码 <strong class="number">{code.checkCode}</strong>
          </>
        )}
      </p>
      <p class="scan-words">{stateWords(now)}</p>
      <p class="muted scan-left">{now.status === "pending" && <Left expiresAt={now.code.expiresAt} />}</p>
      <button
        type="button"
        class={over ? "primary" : "quiet"}
        aria-disabled={waits || now.status === "starting" ? "true" : undefined}
        onClick={() => !waits && scan.current?.refresh()}
      >
        <Labels all={["换一个码", "重新获取"]} shown={over ? 1 : 0} />
      </button>
      <Notice model={notice} />
    </div>
  );
}

function Code({ code: { image, link } }: { code: ScanCode }) {
  const label = "扫码登录的二维码，请用微信扫一扫";
  if (image !== null) return <img src={image} alt={label} width={220} height={220} />;
  return link === null ? null : <QrCode text={link} label={label} />;
}

/** What lies over a code that is no longer to be scanned. */
function Cover({ state }: { state: ScanLoginState }): ComponentChildren {
  switch (state.status) {
    case "scanned":
    case "confirmed":
      return (
        <div class="scan-cover">
          <Avatar name={state.scanner?.users_name ?? ""} picture={state.scanner?.users_picture ?? ""} />
        </div>
      );
    case "refused":
    case "expired":
    case "failed":
      return (
        <div class="scan-cover">
          <span class="scan-sign" aria-hidden="true">
            {state.status === "expired" ? "⏱" : "✕"}
          </span>
        </div>
      );
    default:
      return null;
  }
}

function stateWords(state: ScanLoginState): string {
  switch (state.status) {
    case "starting":
      return "正在获取二维码…";
    case "pending":
      return "用微信扫一扫。手机上的数字与这里一致，再确认登录";
    case "scanned":
      return `${state.scanner?.users_name || "有人"}已扫码，请在手机上核对数字并确认`;
    case "confirmed":
    case "signed_in":
      return "已确认，正在登录…";
    case "refused":
      return "手机上拒绝了这次登录";
    case "expired":
      return "二维码已过期";
    case "failed":
      return "没有得到二维码";
  }
}

/** How long the code can still be scanned. */
function Left({ expiresAt }: { expiresAt: number }) {
  const left = useSignal(expiresAt - Date.now());
  useEverySecond(useCallback(() => void (left.value = expiresAt - Date.now()), [expiresAt]));
  return (
    <>
      <span class="visually-hidden">剩余时间 </span>
      <span role="timer" class="number">
        {countdownWords(left.value)}
      </span>
    </>
  );
}

/** As a failure of any other call. The service's reasons are the contract's. */
function failureOf({ reason, message, retryAfter }: Failed): Failure {
  if (reason === "network_error") return { kind: "unreachable" };
  return {
    kind: "refused",
    status: 0,
    msg: message,
    reason: reason as Reason,
    fields: {},
    retryAfter,
    attemptsLeft: null,
  };
}

/** Every answer is news about the service; a proxy's own 502 is none. */
async function fetchWithNews(url: string, options: FetchOptions): Promise<Response> {
  try {
    const response = await fetch(url, options);
    if (response.status < 500) reportNews({ ok: true, value: null });
    return response;
  } catch (error) {
    reportNews({ ok: false, failure: { kind: "unreachable" } });
    throw error;
  }
}

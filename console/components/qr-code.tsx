/**
 * A text as a QR code, dark on light whatever the colours around it: readers ask for that, and for the empty edge.
 * @module
 */
import { useMemo } from "preact/hooks";
import { encode } from "uqr";

/** Modules of empty edge that the standard asks for (ISO/IEC 18004). */
const EDGE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { size, data } = encode(text, { ecc: "M", border: EDGE });
    const modules = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size, path: modules.join("") };
  }, [text]);
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

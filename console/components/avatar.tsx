/**
 * A user's picture, or the first character of the name where there is none that loads.
 * @module
 */
import { useSignal } from "@preact/signals";

export function Avatar({ name, picture }: { name: string; picture: string }) {
  const broken = useSignal<string | null>(null);
  // A record may hold any text; only a web address is a picture.
  if (!/^https?:\/\//i.test(picture) || broken.value === picture)
    return (
      <span class="avatar initial" aria-hidden="true">
        {Array.from(name.trim())[0] ?? "?"}
      </span>
    );
  // The name stands beside it, so the picture itself says nothing new.
  return (
    <img
      class="avatar"
      alt=""
      width={64}
      height={64}
      referrerpolicy="no-referrer"
      src={picture}
      onError={() => (broken.value = picture)}
    />
  );
}

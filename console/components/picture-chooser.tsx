/**
 * Choosing a picture from the device, seen before it is sent.
 * @module
 */
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { announce } from "./announcer.tsx";
import { type Picture, readPicture } from "./picture.ts";

export class PictureModel {
  readonly picture = signal<Picture | null>(null);
  readonly error = signal<string | null>(null);

  async choose(file: File): Promise<void> {
    this.picture.value = await readPicture(file);
    this.error.value = this.picture.peek() ? null : "无法读取这个文件，请选择 JPG、PNG 或 WebP 图片";
    if (this.picture.peek()) announce(`已选择图片 ${file.name}`);
  }

  clear(): void {
    this.picture.value = null;
    this.error.value = null;
  }
}

interface PictureChooserProps {
  /** Unique in the page. */
  id: string;
  label: string;
  hint: string;
  model: PictureModel;
  /** What is shown while nothing is chosen: an address of the page's own. */
  standIn?: string;
}

export function PictureChooser({ id, label, hint, model, standIn }: PictureChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const picture = model.picture.value;
  const error = model.error.value;
  return (
    <div class="field picture" role="group" aria-labelledby={`${id}-label`}>
      <span id={`${id}-label`} class="label">
        {label}
      </span>
      <div class="picture-row">
        {(picture || standIn) && (
          <img class="avatar" alt={picture ? "所选图片的预览" : ""} src={picture?.preview ?? standIn} />
        )}
        {/* The input itself has the focus; the label is what eyes and pointers get of it. */}
        <label class="button" for={id}>
          {picture ? "换一张" : "选择图片"}
        </label>
        <input
          ref={input}
          id={id}
          class="visually-hidden"
          type="file"
          accept="image/jpeg,image/png,image/webp"
          aria-label={`${label}：选择图片`}
          aria-describedby={error === null ? `${id}-hint` : `${id}-error`}
          aria-invalid={error === null ? undefined : "true"}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // So that the same file can be chosen again after it was taken away.
            event.currentTarget.value = "";
            if (file) void model.choose(file);
          }}
        />
        {picture && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              model.clear();
              input.current?.focus();
            }}
          >
            移除
          </button>
        )}
      </div>
      <div class="below">
        {error === null ? (
          <p id={`${id}-hint`} class="hint">
            {hint}
          </p>
        ) : (
          <p id={`${id}-error`} class="field-error">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

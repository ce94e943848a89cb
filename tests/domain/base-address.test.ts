import { expect, test } from "vitest";
import { baseAddress } from "../../src/domain/base-address.ts";
import { judgePicture } from "../../src/domain/picture.ts";

test.each([
  ["https://api.example.com", "https://api.example.com"],
  ["https://api.example.com/", "https://api.example.com"],
  [" https://api.example.com/pb// ", "https://api.example.com/pb"],
  ["http://192.168.1.2:8090", "http://192.168.1.2:8090"],
  ["https://user:secret@api.example.com/pb", "https://api.example.com/pb"],
  ["https://api.example.com/pb?x=1#y", "https://api.example.com/pb"],
  ["https://localhost.example.com", "https://localhost.example.com"],
])("%s is the base %s, and nothing is wrong with it", (setting, url) => {
  expect(baseAddress(setting)).toEqual({ url, complaint: "" });
});

test.each([
  ["api.example.com/pb", "https://api.example.com/pb"],
  ["//api.example.com", "https://api.example.com"],
  ["api.example.com:8443", "https://api.example.com:8443"],
  ["192.168.1.2:8090", "http://192.168.1.2:8090"],
  ["user:secret@api.example.com", "https://api.example.com"],
])("%s lacks the scheme: %s is taken for it", (setting, url) => {
  expect(baseAddress(setting)).toEqual({
    url,
    complaint: `it lacks http:// or https://, and ${url} is taken for it`,
  });
});

test.each([
  ["http://localhost:8090", "http://localhost:8090"],
  ["http://127.0.0.1:8090/", "http://127.0.0.1:8090"],
  ["localhost:8090", "http://localhost:8090"],
  ["http://[::1]:8090", "http://[::1]:8090"],
])("%s is this machine alone: %s", (setting, url) => {
  expect(baseAddress(setting)).toEqual({
    url,
    complaint: `it is ${url}, where no other machine finds them`,
  });
});

test.each(["api.example.com", "https://user@api.example.com/pb?x#y", "localhost:8090", "//a.b", "10.0.0.1"])(
  "an avatar below %s has an address that a profile takes",
  (setting) => {
    expect(judgePicture(`${baseAddress(setting).url}/api/files/a/b/c.png`)).toBe("ok");
  },
);

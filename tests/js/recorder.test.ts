import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../../static/src/js/houses/photo";
import { kindsToTry, loudness, troubleOf } from "../../static/src/js/houses/recorder";

test("Safari is asked for MP4 first, every other browser for Opus", () => {
  assert.match(kindsToTry("Apple Computer, Inc.")[0] ?? "", /^audio\/mp4/);
  assert.match(kindsToTry("Google Inc.")[0] ?? "", /opus/);
  assert.deepEqual([...kindsToTry("")].sort(), [...kindsToTry("Apple")].sort());
});

test("only a refusal is told as a refusal", () => {
  const named = (name: string): Error => Object.assign(new Error("x"), { name });
  assert.equal(troubleOf(named("NotAllowedError"), true), "mic_denied");
  assert.equal(troubleOf(named("NotAllowedError"), false), "mic_reopen");
  assert.equal(troubleOf(named("NotFoundError"), true), "mic_none");
  assert.equal(troubleOf(named("NotReadableError"), true), "mic_busy");
  assert.equal(troubleOf(named("TypeError"), true), "mic_cannot");
  assert.equal(troubleOf("odd", true), "mic_cannot");
});

test("silence is 0, a shout is 100, a quiet voice is something between", () => {
  assert.equal(loudness(new Uint8Array(64).fill(128)), 0);
  assert.equal(loudness(Uint8Array.of(128, 255)), 100);
  const quiet = loudness(Uint8Array.of(120, 130));
  assert.ok(quiet > 0 && quiet < 20);
});

test("a photo is made smaller and keeps its shape; a small one stays as it is", () => {
  assert.deepEqual(fitted(4000, 3000), [1600, 1200]);
  assert.deepEqual(fitted(3000, 4000), [1200, 1600]);
  assert.deepEqual(fitted(800, 600), [800, 600]);
  assert.deepEqual(fitted(20_000, 1), [1600, 1]);
});

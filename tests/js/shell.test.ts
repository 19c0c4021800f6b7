import assert from "node:assert/strict";
import { test } from "node:test";
import { idleStep } from "../../static/src/js/shell/idle";
import { counter, inTopCorner } from "../../static/src/js/shell/leave";
import { toBytes, toText } from "../../static/src/js/shell/passkey";
import { tapped } from "../../static/src/js/shell/pictures";
import { localVoice, sentencesOf } from "../../static/src/js/shell/speak";

test("three Shifts within five seconds leave; a slow third or another key does not", () => {
  let now = 0;
  const press = counter(5000, () => now);
  assert.deepEqual([press(true), press(true), press(false), press(true), press(true)], [1, 2, 0, 1, 2]);
  now = 6000;
  assert.deepEqual([press(true), press(true), press(true)], [1, 2, 3]);
});

test("a top corner is either of the two, and nothing lower or between", () => {
  assert.deepEqual([inTopCorner(10, 10, 360), inTopCorner(350, 60, 360)], [true, true]);
  assert.deepEqual([inTopCorner(180, 10, 360), inTopCorner(10, 100, 360)], [false, false]);
});

test("the lock warns 20 seconds before, and never acts with no signal or no limit", () => {
  assert.equal(idleStep(99, 120, true), "stay");
  assert.equal(idleStep(100, 120, true), "warn");
  assert.equal(idleStep(120, 120, true), "leave");
  assert.equal(idleStep(9999, 120, false), "stay");
  assert.equal(idleStep(9999, null, true), "stay");
});

test("a picture can be taken back, and no more are kept than the card has", () => {
  assert.deepEqual(tapped(["boat"], "leaf", 3), ["boat", "leaf"]);
  assert.deepEqual(tapped(["boat", "leaf"], "boat", 3), ["leaf"]);
  assert.deepEqual(tapped(["a", "b", "c"], "d", 3), ["a", "b", "c"]);
});

test("only a voice on this device, in the reader's language, is used", () => {
  const voice = (lang: string, localService: boolean): SpeechSynthesisVoice =>
    ({ lang, localService, name: lang, voiceURI: lang, default: false });
  assert.equal(localVoice([voice("en-GB", false), voice("ur-PK", true)], "en"), undefined);
  assert.equal(localVoice([voice("en-GB", true)], "en")?.lang, "en-GB");
});

test("sentences end at English and Urdu stops", () => {
  assert.deepEqual(sentencesOf("Beth will call you. Is that OK? Yes"), ["Beth will call you.", "Is that OK?", "Yes"]);
  assert.deepEqual(sentencesOf("یہ ایک جملہ ہے۔ ٹھیک ہے؟"), ["یہ ایک جملہ ہے۔", "ٹھیک ہے؟"]);
});

test("a passkey's bytes go to base64url and back, without padding, whatever they are", () => {
  for (const length of [0, 1, 2, 3, 32, 255]) {
    const bytes = Uint8Array.from({ length }, (_, place) => 255 - place);
    const text = toText(bytes.buffer);
    assert.match(text, /^[\w-]*$/);
    assert.deepEqual(new Uint8Array(toBytes(text)), bytes);
  }
  assert.equal(toText(Uint8Array.from([251, 255]).buffer), "-_8");
});

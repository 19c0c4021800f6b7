// Passkeys: form[data-passkey="register|use"] asks the server what to sign, the phone signs, and the form is sent.
// [data-passkey-here] shows only where the phone can do this; [data-passkey-off] only where it cannot.

type Json = Record<string, unknown>;

/** Base64url, as WebAuthn's JSON has it, to bytes. */
export function toBytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

/** Bytes to base64url without padding. */
export function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

interface KeyRef {
  id: string;
  type: "public-key";
}

const refs = (found: unknown): PublicKeyCredentialDescriptor[] =>
  ((found ?? []) as KeyRef[]).map(({ id, type }) => ({ id: toBytes(id), type }));

async function register(options: Json): Promise<Json> {
  const asked = options as unknown as PublicKeyCredentialCreationOptions & { challenge: string; user: { id: string } };
  const publicKey = {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: refs(options["excludeCredentials"]),
  };
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return { ...named(made), response: { ...signed(answer), attestationObject: toText(answer.attestationObject) } };
}

async function use(options: Json): Promise<Json> {
  const asked = options as unknown as PublicKeyCredentialRequestOptions & { challenge: string };
  const publicKey = { ...asked, challenge: toBytes(asked.challenge), allowCredentials: refs(options["allowCredentials"]) };
  const proved = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const answer = proved.response as AuthenticatorAssertionResponse;
  return {
    ...named(proved),
    response: { ...signed(answer), authenticatorData: toText(answer.authenticatorData), signature: toText(answer.signature) },
  };
}

const named = (key: PublicKeyCredential): Json => ({ id: key.id, rawId: toText(key.rawId), type: key.type, clientExtensionResults: {} });
const signed = (answer: AuthenticatorResponse): Json => ({ clientDataJSON: toText(answer.clientDataJSON) });

async function ask(form: HTMLFormElement): Promise<Json> {
  // All that was typed goes along: staff type their e-mail first.
  const answer = await fetch(form.dataset["begin"] ?? "", { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Json;
}

async function run(form: HTMLFormElement): Promise<void> {
  const problem = form.querySelector<HTMLElement>("[data-passkey-problem]");
  problem?.setAttribute("hidden", "");
  try {
    const options = await ask(form);
    const answer = form.dataset["passkey"] === "register" ? await register(options) : await use(options);
    const field = form.querySelector<HTMLInputElement>('input[name="credential"]');
    if (field) field.value = JSON.stringify(answer);
    form.submit();
  } catch {
    problem?.removeAttribute("hidden");
  }
}

function showWhatWorks(): void {
  const works = "PublicKeyCredential" in window && isSecureContext;
  document.querySelectorAll("[data-passkey-here]").forEach((one) => one.toggleAttribute("hidden", !works));
  document.querySelectorAll("[data-passkey-off]").forEach((one) => one.toggleAttribute("hidden", works));
}

export function startPasskeys(): void {
  showWhatWorks();
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]:not([data-ready])")) {
    form.dataset["ready"] = "1";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void run(form);
    });
  }
}

// Asking the API: the one way by which pages change anything.

import { daysInWords } from "./clocks.js";
import { t } from "./texts.js";

/** What the API has refused, or that there was nobody to ask (`status` 0); `again`: after so many seconds it may be asked. */
export class Refused extends Error {
  constructor(status, problem, request = "", again = null) {
    super(problem.detail ?? "");
    this.status = status;
    this.again = again;
    this.kind = (problem.type ?? "").replace("urn:dojazd:", "");
    this.problem = problem;
    this.request = request;
  }
}

/**
 * Ask the API.
 *
 * @param {string} method - GET, POST, PUT, PATCH or DELETE
 * @param {string} path - below /api/v1, beginning with a slash
 * @param {object} [options] - `body` is sent as JSON; `version` is what was seen (If-Match); `key` makes the same creation
 *   asked twice one creation; `known` is the version that is here already (If-None-Match: `data` is null and `status` 304
 *   if it still holds); `signal` ends the asking
 * @returns {Promise<{data: any, version: string|null, status: number, headers: Headers}>}
 * @throws {Refused}
 */
export async function ask(method, path, { body, version, key, known, signal } = {}) {
  const headers = { Accept: "application/json" };
  const csrf = document.querySelector("meta[name=csrf-token]")?.content;
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (version !== undefined && version !== null) headers["If-Match"] = quoted(version);
  if (key) headers["Idempotency-Key"] = key;
  if (known !== undefined && known !== null) headers["If-None-Match"] = quoted(known);
  const answer = await sent(`/api/v1${path}`, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin", signal,
  });
  const data = answer.status === 204 || answer.status === 304 ? null : await content(answer);
  if (!answer.ok && answer.status !== 304) {
    const again = Number(answer.headers.get("Retry-After")) || null;
    throw new Refused(answer.status, data ?? {}, answer.headers.get("X-Request-Id") ?? "", again);
  }
  return { data, version: unquoted(answer.headers.get("ETag")), status: answer.status, headers: answer.headers };
}

const unanswered = new Map();
const MOST_WAITS = 30;

/** Return whether the same wish is still worked on: by a server that died over it, perhaps; another takes over soon. */
const isWorkedOn = (error) => error instanceof Refused && error.status === 409 && error.again !== null;

/**
 * Ask for something that must come into being once, however often somebody presses because no answer comes: the same
 * wish keeps its key of repetition until it is answered.
 *
 * @param {string} method @param {string} path @param {object} [options] - as `ask` takes them, without `key`
 */
export async function askOnce(method, path, options = {}) {
  const wish = JSON.stringify([method, path, options.body, options.version]);
  const key = unanswered.get(wish) ?? newKey();
  unanswered.set(wish, key);
  for (let waits = 0; ; waits += 1) {
    try {
      const answer = await ask(method, path, { ...options, key });
      unanswered.delete(wish);
      return answer;
    } catch (error) {
      if (!isWorkedOn(error)) {
        if (error instanceof Refused && error.status >= 400 && error.status < 500) unanswered.delete(wish);
        throw error;
      }
      if (waits >= MOST_WAITS) throw error;
      await new Promise((done) => setTimeout(done, error.again * 1000));
    }
  }
}

/** Return a new key of repetition: one wish of a person, however often it is sent. */
export const newKey = () => crypto.randomUUID();

/** Return a sentence for a person about what was refused. */
export function sentence(error) {
  if (!(error instanceof Refused)) return t("scripts.broken", { request: error?.name ?? "" });
  const { status, problem, request } = error;
  const reasons = (problem.refusals ?? []).map((one) => said(one.text ?? one.summary)).filter(Boolean);
  if (reasons.length) return reasons.join(" ");
  if (problem.said) return said(problem.said);
  if (status === 0) return t("scripts.offline");
  if (status === 401) return t("scripts.signed_out");
  if (status === 403) return t("scripts.forbidden");
  if (status === 404) return t("scripts.gone");
  if (status === 412) return t("scripts.stale");
  if (isWorkedOn(error)) return t("scripts.busy");
  if (status === 409 && error.kind === "taken") return t("scripts.taken");
  if (status === 409) return t("scripts.conflict");
  if (status === 429) return t("scripts.throttled");
  if (status === 503) return t("scripts.busy");
  if (status >= 500) return t("scripts.broken", { request });
  return t("scripts.input", { what: problem.detail ?? "" });
}

/** Return a sentence that is given in several languages, in the reader's, with its days in words. */
export function said(sentences) {
  if (!sentences) return "";
  return daysInWords(sentences[document.documentElement.lang] ?? Object.values(sentences)[0] ?? "");
}

async function sent(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, {});
  }
}

/** Return what an answer says; one that broke off on its way is none, however well it began. */
async function content(answer) {
  try {
    const text = await answer.text();
    return text ? JSON.parse(text) : {};
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (answer.ok) throw new Refused(0, {});
    return {};
  }
}

const quoted = (version) => (String(version).startsWith('"') ? String(version) : `"${version}"`);
const unquoted = (tag) => (tag === null ? null : tag.replace(/^W\//, "").replaceAll('"', ""));

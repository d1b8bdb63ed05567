// An answer that finds no network, or a server that cannot take it now, is kept on this phone for a
// day and sent again, and the page says so. The server takes the same answer twice as once. Without
// this file the browser sends by itself.
(() => {
  "use strict";

  const DAY = 24 * 3600 * 1000;
  const PATIENCE = 20000; // a slow line is no missing one
  const AGAIN = 15000;
  const { kept: keptWords, later: laterWords } = document.currentScript.dataset;
  const line = document.querySelector("[data-kept]");
  const key = `answer:${location.pathname}`;
  let busy = false;

  // Private windows and full disks refuse storage: then nothing is kept, and nothing breaks.
  const storage = (work) => {
    try {
      return work(localStorage);
    } catch {
      return null;
    }
  };
  const keep = (answer) => storage((s) => s.setItem(key, JSON.stringify(answer)));
  const forget = () => storage((s) => s.removeItem(key));
  const kept = () => {
    const answer = storage((s) => JSON.parse(s.getItem(key)));
    if (answer && Date.now() - answer.at > DAY) forget();
    return answer && Date.now() - answer.at <= DAY ? answer : null;
  };

  const say = (sentence) => {
    if (!line) return;
    line.textContent = sentence;
    line.hidden = false;
    line.scrollIntoView({ block: "nearest" });
  };

  const post = ({ url, body }) =>
    fetch(url, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });

  // A taken answer redirects to the page that says so. The rest is the server's word on it, which the
  // browser shows, except where the server could not look at it just now.
  const arrived = (response) => response.type === "opaqueredirect";
  const unread = (response) => response.status === 429 || response.status >= 500;
  const goOn = () => location.replace(location.pathname);

  const showWordOn = ({ url, body }) => {
    const form = Object.assign(document.createElement("form"), { method: "post" });
    form.setAttribute("action", url);
    for (const [name, value] of new URLSearchParams(body)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form); // a field may be called 'submit'
  };

  const deliver = async (answer) => {
    if (busy) return;
    busy = true;
    try {
      if (!navigator.onLine) throw new TypeError("offline");
      const response = await post(answer);
      if (unread(response)) {
        keep(answer);
        say(laterWords);
      } else {
        forget();
        if (arrived(response)) goOn();
        else showWordOn(answer);
      }
    } catch {
      keep(answer);
      say(keptWords);
    } finally {
      busy = false;
    }
  };

  const sendKept = () => {
    const answer = kept();
    if (answer && navigator.onLine) deliver(answer);
  };

  const send = (event) => {
    // A wish for another language is no answer.
    if (event.defaultPrevented || event.submitter?.name === "read_in") return;
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter)).toString();
    // A form may have a button called 'action', so not form.action.
    const url = form.getAttribute("action") || location.pathname + location.search;
    deliver({ url, body, at: Date.now() });
  };

  document.querySelectorAll("form[data-resend]").forEach((form) => {
    form.addEventListener("submit", send);
  });
  window.addEventListener("online", sendKept);
  setInterval(sendKept, AGAIN);
  sendKept();
})();

// An answer that finds no network is kept on this phone for a day and sent again, and the page says
// so. The server takes the same answer twice as once. Without this file the browser sends by itself.
(() => {
  "use strict";

  const DAY = 24 * 3600 * 1000;
  const PATIENCE = 20000; // a slow line is no missing one
  const AGAIN = 15000;
  const { kept: keptWords, sent: sentWords } = document.currentScript.dataset;
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

  // A taken answer redirects to the page that says so; anything else the browser shows by itself.
  const arrived = (response) => response.type === "opaqueredirect";
  const goOn = () => location.replace(location.pathname);

  const sendKept = async () => {
    const answer = kept();
    if (!answer || busy || !navigator.onLine) return;
    busy = true;
    try {
      await post(answer);
      forget();
      say(sentWords);
      setTimeout(goOn, 1500);
    } catch {
      say(keptWords);
    } finally {
      busy = false;
    }
  };

  const byItself = (form, submitter) => {
    if (submitter?.name) {
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(chosen);
    }
    form.submit();
  };

  const send = async (event) => {
    // A wish for another language is no answer.
    if (event.defaultPrevented || event.submitter?.name === "read_in") return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter)).toString();
    // A form may have a button called 'action', so not form.action.
    const url = form.getAttribute("action") || location.pathname + location.search;
    try {
      if (!navigator.onLine) throw new TypeError("offline");
      const response = await post({ url, body });
      if (arrived(response)) {
        forget();
        goOn();
      } else byItself(form, event.submitter);
    } catch {
      keep({ url, body, at: Date.now() });
      say(keptWords);
    } finally {
      busy = false;
    }
  };

  document.querySelectorAll("form[data-resend]").forEach((form) => {
    form.addEventListener("submit", send);
  });
  window.addEventListener("online", sendKept);
  setInterval(sendKept, AGAIN);
  sendKept();
})();

// What every page does beyond its text: the age of what is held, copying SQL, the ledger's filters, questions about a day.
// All texts go in as text, never as markup. Nothing is asked of any server.
"use strict";
(() => {
  const root = document.body.dataset.root;
  const asked = new URLSearchParams(location.search);
  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  window.SITE = { root, asked, make };

  const release = window.RELEASE;
  if (release) {
    for (const element of document.querySelectorAll("[data-held]")) {
      const held = release.lists[element.dataset.held];
      if (held && held.published_on) element.textContent = "in the snapshot of " + held.published_on;
    }
    const line = document.querySelector("[data-release]");
    const late = Object.entries(release.lists).filter(([, held]) => held.state !== "current" && held.published_on);
    if (line && release.ended) {
      line.textContent = "Data as of " + release.ended + " UTC · " + release.held + " lists held" +
        (late.length ? " · out of date: " + late.map(([name, held]) => name + " (held of " + held.published_on + ")").join(", ") : "");
    }
  }

  // Ages as of the day on which a page is read, not of the one on which it was made.
  for (const element of document.querySelectorAll("[data-age]")) {
    const days = Math.floor((Date.now() - Date.parse(element.dataset.age)) / 86400000);
    element.textContent = days < 1 ? "today" : days === 1 ? "1 day old" : days.toLocaleString("en") + " days old";
  }

  // The permanent address of a page: in a folder of releases, that of its night in place of `latest`.
  const address = document.querySelector("[data-address]");
  if (address) {
    const night = release && release.ended ? release.ended.slice(0, 10) : "";
    const here = location.href.replace(/[#?].*$/, "");
    address.textContent = night ? here.replace("/latest/", "/" + night + "/") : here;
    if (night) document.querySelector("[data-asof]").textContent = night;
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = () => { button.textContent = "Copied"; };
      const select = () => {
        const range = document.createRange();
        range.selectNodeContents(source);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "Selected: copy it";
      };
      try { await navigator.clipboard.writeText(source.textContent); done(); } catch { select(); }
    });
  }

  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !["INPUT", "SELECT", "TEXTAREA"].includes(at.tagName)) {
      event.preventDefault();
      document.getElementById("find").focus();
    }
  });

  // A table wider than the page is reached and scrolled by keyboard.
  const scrollers = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) {
        target.tabIndex = 0;
        target.setAttribute("role", "group");
        target.setAttribute("aria-label", "Wide content, scrolls sideways");
      } else for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  });
  for (const element of document.querySelectorAll(".wide, .scroll, pre")) scrollers.observe(element);

  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
  });

  // window.VERDICTS: name → glyph and word, as the pages show them; written beside the rows of a ledger.
  const mark = (verdict, carriedOut = false) => {
    const known = window.VERDICTS[verdict];
    const [glyph, word] = window.VERDICTS[carriedOut && verdict === "pending" ? "carried_out" : verdict] || window.VERDICTS.none;
    const made = make("span", null, { class: "verdict " + (known ? verdict : "none") });
    made.append(make("span", glyph, { class: "glyph", "aria-hidden": "true" }), " " + word);
    return made;
  };

  const filters = document.getElementById("filters");
  if (filters && window.LEDGER) showLedger(filters, window.LEDGER);

  const eventFilters = document.getElementById("event-filters");
  if (eventFilters && window.EVENTS) showEvents(eventFilters, window.EVENTS);

  function fillIn(form) {
    form.hidden = false;
    for (const [name, value] of asked) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true; else field.value = value;
    }
  }

  // What both ledgers have in common: the filters of the form, and whether a row passes them.
  function filtersOf(form) {
    fillIn(form);
    const want = (name) => asked.get(name) || "";
    const words = want("words").toLowerCase().split(/\s+/).filter(Boolean);
    const passes = ({ verdict, authority, country, status, day, text }) =>
      (!want("verdict") || verdict === want("verdict")) &&
      (!want("authority") || authority === want("authority")) &&
      (!want("country") || country === want("country")) &&
      (!want("status") || status === want("status")) &&
      (!want("from") || day >= want("from")) && (!want("to") || (day && day <= want("to"))) &&
      words.every((word) => text.toLowerCase().includes(word));
    return { want, passes };
  }

  function showLedger(form, ledger) {
    const { want, passes } = filtersOf(form);
    const kept = ledger.filter(([verdict, quote, by, day, , residual, authority, country, status, , , article]) => {
      const [id, title, outlet] = window.ARTICLES[article];
      return (!want("left") || (residual !== null && residual !== 0)) &&
        (!want("article") || id === want("article")) && (!want("outlet") || outlet === want("outlet")) &&
        passes({ verdict, authority, country, status, day, text: quote + " " + (by || "") + " " + title });
    });
    nameArticle(want("article"));
    showPage(kept, asRow, "those that the record decides first", "No claim fits these filters.");
  }

  function nameArticle(id) {
    const article = id && window.ARTICLES.find(([known]) => known === id);
    const line = document.getElementById("of-article");
    line.hidden = !id;
    if (!id) return;
    const [, title, outlet, day] = article || [id, "", "", ""];
    line.textContent = "Claims of the article " + [title ? "“" + title + "”" : id, outlet, day].filter(Boolean).join(", ") + ":";
  }

  function showEvents(form, events) {
    const { want, passes } = filtersOf(form);
    const kept = events.filter(([verdict, headline, day, , outlets, authority, country, status]) =>
      (want("mentions") || want("status") === "mentioned" || status !== "mentioned") &&
      passes({ verdict, authority, country, status, day, text: headline + " " + outlets }));
    showPage(kept, asEvent, "those that the record decides first", "No event fits these filters.");
  }

  function showPage(kept, asTableRow, order, none) {
    const A_PAGE = 50;
    const want = (name) => asked.get(name) || "";
    const pages = Math.max(1, Math.ceil(kept.length / A_PAGE));
    const page = Math.min(pages, Math.max(1, parseInt(want("page"), 10) || 1));
    const first = (page - 1) * A_PAGE;
    const rows = document.getElementById("rows");
    rows.replaceChildren(...kept.slice(first, first + A_PAGE).map(asTableRow));
    document.getElementById("shown").textContent = kept.length
      ? `${first + 1}–${Math.min(first + A_PAGE, kept.length)} of ${kept.length.toLocaleString("en")}, ${order}`
      : none;
    linkPages(document.getElementById("pages"), page, pages);
  }

  function tableRow(...cells) {
    const row = make("tr");
    for (const [label, attributes, content] of cells) {
      const cell = make("td", null, { "data-label": label, ...attributes });
      cell.append(content);
      row.append(cell);
    }
    return row;
  }

  function asEvent([verdict, headline, day, claims, outlets, , , , path, carriedOut]) {
    return tableRow(
      ["Verdict", {}, mark(verdict, carriedOut)],
      ["What happened, as told", {}, make("a", headline, { class: "quote", href: path })],
      ["Day", {}, make("time", day || "undated", { class: "ref" })],
      ["Claims", { class: "num ref" }, claims.toLocaleString("en")],
      ["Outlets", {}, outlets]);
  }

  function asRow([verdict, quote, by, day, figures, residual, , , , path, carriedOut]) {
    return tableRow(
      ["Verdict", {}, mark(verdict, carriedOut)],
      ["What was said", {}, make("a", "“" + quote + "”", { class: "quote", href: path })],
      ["Who said it", {}, by || ""],
      ["Published", {}, make("time", day || "undated", { class: "ref" })],
      ["Found / claimed", { class: "num ref" }, figures],
      ["Left", { class: "num ref" }, residual === null ? "" : residual.toLocaleString("en").replace("-", "−")]);
  }

  function linkPages(nav, page, pages) {
    if (pages < 2) return;
    const link = (to, text) => {
      const query = new URLSearchParams(asked);
      query.set("page", to);
      return to === page ? make("span", text, { "aria-current": "page" }) : make("a", text, { href: "?" + query });
    };
    const shown = [...new Set([1, 2, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages))].sort((a, b) => a - b);
    if (page > 1) nav.append(link(page - 1, "← Newer"));
    shown.forEach((number, index) => {
      if (index && number - shown[index - 1] > 1) nav.append(make("span", "…"));
      nav.append(link(number, String(number)));
    });
    if (page < pages) nav.append(link(page + 1, "Older →"));
  }

  const onday = document.querySelector(".onday");
  if (onday) {
    const field = document.getElementById("day");
    const rows = [...document.querySelectorAll("#listings tbody tr")];
    const show = () => {
      const day = field.value;
      const out = document.getElementById("onday");
      if (!day) { out.textContent = ""; return; }
      const on = rows.filter((row) => row.dataset.from <= day && (!row.dataset.to || day <= row.dataset.to));
      const has = new Set(on.map((row) => row.dataset.authority));
      const all = [...new Set(rows.map((row) => row.dataset.authority))];
      out.textContent = `listed by ${has.size} of these ${all.length}: ` +
        all.map((authority) => authority + (has.has(authority) ? " ● listed" : " ○ not listed")).join(", ") + ". Other authorities: not on any snapshot held.";
    };
    onday.hidden = false;
    if (/^\d{4}-\d\d-\d\d$/.test(asked.get("day") || "")) field.value = asked.get("day");
    field.addEventListener("change", show);
    show();
  }

  const askday = document.getElementById("askday");
  if (askday && window.HELD) {
    askday.hidden = false;
    const day = asked.get("day") || "";
    if (/^\d{4}-\d\d-\d\d$/.test(day)) { askday.elements.day.value = day; showDay(day); }
  }

  function showDay(day) {
    const answer = document.getElementById("answer");
    const body = answer.querySelector("tbody");
    const none = [];
    for (const [list, page, intervals] of window.HELD) {
      const interval = intervals.find(([from, to]) => from <= day && (to === null || day <= to));
      if (!interval) { none.push(list); continue; }
      const [, , before, parties, sha256, after, held] = interval;
      const row = make("tr");
      const name = make("td");
      name.append(make("a", list, { class: "ref", href: root + page }));
      const of = make("td");
      of.append(make("a", before, { class: "ref", href: before + ".html" }));
      row.append(name, make("td", held), of, make("td", parties === null ? "" : parties.toLocaleString("en"), { class: "num ref" }),
        make("td", after || "", { class: "ref" }), make("td", sha256, { class: "hash" }));
      body.append(row);
    }
    answer.querySelector("h2").textContent = "On " + day;
    answer.querySelector("p").textContent = none.length ? "Not held on that day, so nothing is said of them: " + none.join(", ") + "." : "";
    answer.hidden = false;
  }
})();

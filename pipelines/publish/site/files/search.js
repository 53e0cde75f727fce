// Search without a server: shards of the index are scripts, asked for by the first letters of what is sought.
// Words are folded here as pipelines/publish/site/search.py folds them.
"use strict";
(() => {
  const { root, asked, make } = window.SITE;
  const MOST_SHARDS = 24, MOST_SHARDS_WITH_TYPO = 40, SHORTEST_WITH_TYPO = 5, SHOWN = 25;
  const started = performance.now();
  const words = {}, entries = {}, waiting = {};
  window.W = (part) => Object.assign(words, part);
  window.E = (part) => Object.assign(entries, part);
  const said = document.getElementById("said");
  const query = (asked.get("q") || "").trim().slice(0, 300);
  for (const id of ["q", "find"]) document.getElementById(id).value = query;
  if (!query) return;
  document.title = query + " – " + document.title;

  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const split = (text) => [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu) || [])];
  const load = (path) => waiting[path] ||= new Promise((done, failed) => {
    const script = make("script", null, { src: root + path });
    script.onload = done;
    script.onerror = () => failed(new Error(path));
    document.head.append(script);
  });
  const fileOf = (prefix) => "search/" + (/^[a-z0-9]+$/.test(prefix) ? "w-" + prefix : "u-" + [...prefix].map((letter) => letter.codePointAt(0).toString(16)).join("-")) + ".js";

  function shardsFor(word) {
    const letters = [...word];
    const within = window.SHARDS.filter((shard) => shard.startsWith(word));
    for (let length = letters.length - 1; length > 0; length--) {
      const prefix = letters.slice(0, length).join("");
      if (window.SHARDS_SET.has(prefix)) { within.push(prefix); break; }
    }
    return within;
  }

  // Entries whose words begin with the word sought: number → how well, exact before cut short, in the order of the index.
  async function matchesOf(word) {
    const shards = shardsFor(word);
    await Promise.all(shards.slice(0, MOST_SHARDS).map((shard) => load(fileOf(shard))));
    const result = new Map();
    for (const key of Object.keys(words)) {
      if (!key.startsWith(word)) continue;
      const weight = key === word ? 2 : 1;
      for (const entry of words[key].split(" ")) if ((result.get(entry) || 0) < weight) result.set(entry, weight);
    }
    return { result, cut: shards.length > MOST_SHARDS };
  }

  // Whether one letter left out, put in, changed or swapped with its neighbour makes one word the beginning of the other.
  function isLike(key, word) {
    let at = 0;
    while (at < word.length && key[at] === word[at]) at++;
    if (at === word.length) return false;
    const rest = word.slice(at + 1);
    return key.startsWith(rest, at + 1) || key.startsWith(word.slice(at), at + 1) || key.startsWith(rest, at)
      || (key[at] === word[at + 1] && key[at + 1] === word[at] && key.startsWith(word.slice(at + 2), at + 2));
  }

  // Words with one typo, for a word that nothing begins with: looked for in the shards whose beginning is like its own.
  async function alike(word) {
    const result = new Map();
    if (word.length < SHORTEST_WITH_TYPO) return { result, spelt: [] };
    const begins = (shard) => word.startsWith(shard) || shard.startsWith(word.slice(0, 2));
    const near = window.SHARDS.filter((shard) => begins(shard) || isLike(word, shard) || isLike(shard, word.slice(0, shard.length)));
    near.sort((a, b) => begins(b) - begins(a) || a.length - b.length);
    await Promise.all(near.slice(0, MOST_SHARDS_WITH_TYPO).map((shard) => load(fileOf(shard))));
    const spelt = Object.keys(words).filter((key) => Math.abs(key.length - word.length) < 2 && isLike(key, word));
    for (const key of spelt) for (const entry of words[key].split(" ")) result.set(entry, 1);
    return { result, spelt };
  }

  async function search() {
    window.SHARDS_SET = new Set(window.SHARDS);
    const sought = split(query);
    const joined = sought.join("");
    if (!sought.length) return { order: [], spelt: [], cut: false, having: 0, of: 0 };
    const [whole, ...byWord] = await Promise.all([joined, ...sought].map(matchesOf));
    const spelt = [];
    await Promise.all(byWord.map(async (matches, index) => {
      if (matches.result.size) return;
      const other = await alike(sought[index]);
      matches.result = other.result;
      spelt.push(...other.spelt);
    }));
    const [least, ...others] = byWord.map((matches) => matches.result).sort((a, b) => a.size - b.size);
    const score = new Map();
    for (const [entry, weight] of least) {
      const rest = others.map((other) => other.get(entry));
      if (rest.every(Boolean)) score.set(entry, rest.reduce((a, b) => a + b, weight));
    }
    // A reference such as QDi.001, sought whole, comes before whoever has both its parts as words of other things.
    if (sought.length > 1) for (const [entry, weight] of whole.result) score.set(entry, (score.get(entry) || 0) + weight * sought.length + 1);
    const having = score.size ? sought.length : mostOf(byWord, score);
    const place = new Map([...score.keys()].map((entry, index) => [entry, index]));
    const order = [...score.keys()].sort((a, b) => score.get(b) - score.get(a) || place.get(a) - place.get(b));
    return { order, spelt, cut: byWord.some((matches) => matches.cut), having, of: sought.length };
  }

  // Where nothing has every word: fills in what has the most of them, if more than half and two at least, and returns how many;
  // whoever has the rarer words comes first.
  // A claim may be asked for in other words than it was printed in ("sanctioned" for "imposed sanctions on").
  function mostOf(byWord, score) {
    const counted = new Map();
    let most = 0;
    for (const { result } of byWord) for (const entry of result.keys()) {
      const count = (counted.get(entry) || 0) + 1;
      counted.set(entry, count);
      most = Math.max(most, count);
    }
    if (most < 2 || most * 2 <= byWord.length) return 0;
    for (const [entry, count] of counted) {
      if (count === most) score.set(entry, byWord.reduce((sum, { result }) => sum + (result.has(entry) ? 1 / result.size : 0), 0));
    }
    return most;
  }

  search().then(async ({ order, spelt, cut, having, of }) => {
    const shown = order.slice(0, SHOWN);
    await Promise.all([...new Set(shown.map((entry) => entry.slice(0, 2)))].map((block) => load("search/e-" + block + ".js")));
    document.getElementById("results").replaceChildren(...shown.map((entry) => {
      const [path, name, what] = entries[entry];
      const item = make("li"), link = make("a", null, { href: root + path });
      link.append(make("bdi", name));
      item.append(link, " ", make("span", what, { class: "note" }));
      return item;
    }));
    said.textContent = order.length
      ? `${having < of ? `Nothing has every word of “${query}”; with ${having} of the ${of} words: ${order.length.toLocaleString("en")}` : `${order.length.toLocaleString("en")} found for “${query}”`}${spelt.length ? `, spelt as ${spelt.slice(0, 4).join(", ")}` : ""}${order.length > SHOWN ? `; the first ${SHOWN} are shown: add a word` : ""}${cut ? "; short words were only partly searched: add letters" : ""}`
      : `Nothing found for “${query}” in what is held. That is no finding: other spellings and lists not held are possible.`;
    document.body.dataset.searched = String(Math.round(performance.now() - started));
  }).catch((error) => { said.textContent = "The index could not be read: " + error.message; });
})();

(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var root = document.documentElement;
  function byId(id) { return document.getElementById(id); }
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function make(tag, text, attributes) {
    var node = document.createElement(tag);
    if (text) { node.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    return node;
  }
  function scene() { var chosen = byId("scene"); return chosen ? chosen.value : "0"; }
  function scenes() {
    return scene() === "all" ? data.scenes.map(function (_, place) { return place; }) : [Number(scene())];
  }
  function shown() {
    return all("input.policy").filter(function (box) { return box.checked; }).map(function (box) { return Number(box.value); });
  }
  function cell(found, place) {
    var node = make("td", found ? found[0] : "–", { "data-p": place });
    if (found && found[1]) { node.appendChild(make("span", " [" + found[1] + "]", { "class": "spread" })); }
    if (found && found[2]) {
      var change = make("span", found[2] + " ", { "class": "change" });
      var verdict = data.verdicts[found[3]] || "";
      if (verdict) { change.appendChild(make("span", found[3], { "class": "sign " + verdict.replace(" ", "-"), role: "img", "aria-label": verdict })); }
      node.appendChild(change);
    }
    return node;
  }
  function head(table, first) {
    var row = make("tr");
    row.appendChild(make("th", first, { scope: "col" }));
    if (scenes().length > 1) { row.appendChild(make("th", "Scenario", { scope: "col" })); }
    shown().forEach(function (place) { row.appendChild(make("th", data.policies[place], { scope: "col", "data-p": place })); });
    table.tHead.replaceChildren(row);
  }
  function line(label, title, at, cells) {
    var row = make("tr"), name = make("th", "", { scope: "row" });
    name.appendChild(make("span", label, title ? { "class": "term", title: title } : {}));
    row.appendChild(name);
    if (scenes().length > 1) { row.appendChild(make("td", data.scenes[at])); }
    shown().forEach(function (place) { row.appendChild(cell(cells ? cells[place] : null, place)); });
    return row;
  }
  function look() {
    var table = byId("all"), part = data.parts[Number(byId("part").value)];
    var wanted = byId("filter").value.trim().toLowerCase(), rows = [], count = 0;
    data.order.forEach(function (kpi) {
      var about = data.measures[kpi];
      if (wanted && (about[0] + " " + kpi).toLowerCase().indexOf(wanted) < 0) { return; }
      var before = rows.length;
      scenes().forEach(function (at) {
        var cells = (part.values[at] || {})[kpi];
        if (!cells) { return; }
        var row = line(about[0], about[1], at, cells);
        row.setAttribute("data-kpi", kpi);
        row.setAttribute("data-at", at);
        rows.push(row);
      });
      if (rows.length > before) { count += 1; }
    });
    head(table, "Measure");
    table.caption.textContent = part.label + (scenes().length > 1 ? "" : ", " + data.scenes[scenes()[0]]);
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], rows);
    byId("found").textContent = count + (count === 1 ? " measure" : " measures");
  }
  function intervals() {
    var table = byId("intervals"), kpi, rows = [];
    if (!table) { return; }
    kpi = byId("interval-kpi").value;
    data.intervals.forEach(function (interval, place) {
      scenes().forEach(function (at) {
        var cells = ((data.by_interval[at] || {})[kpi] || [])[place];
        if (!cells || !cells.some(function (one) { return one; })) { return; }
        var row = line(interval, "", at, cells);
        row.setAttribute("data-at", at);
        rows.push(row);
      });
    });
    head(table, "Interval");
    table.caption.textContent = data.measures[kpi][0] + (scenes().length > 1 ? "" : ", " + data.scenes[scenes()[0]]);
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], rows);
  }
  function show() {
    var chosen = scenes(), kept = shown();
    all(".scene").forEach(function (node) { node.hidden = chosen.indexOf(Number(node.getAttribute("data-scene"))) < 0; });
    all("main [data-p]").forEach(function (node) { node.hidden = kept.indexOf(Number(node.getAttribute("data-p"))) < 0; });
    all("[data-queue]").forEach(function (node) {
      var queue = byId("queue") ? byId("queue").value : "";
      node.hidden = queue !== "" && node.getAttribute("data-queue") !== queue;
    });
    root.classList.toggle("spreads", byId("spreads").checked);
    var colours = byId("colours").value;
    if (colours) { root.setAttribute("data-colours", colours); } else { root.removeAttribute("data-colours"); }
    look();
    intervals();
  }
  all(".switches").forEach(function (form) {
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", show);
  });
  all("input.policy").forEach(function (box) {
    box.addEventListener("change", function () { if (!shown().length) { box.checked = true; show(); } });
  });
  show();
}());

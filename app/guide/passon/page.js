
(function () {
  var id = function (name) { return document.getElementById(name); };
  var form = id("form"), answer = id("answer"), said = id("said"), start = answer.value;
  var one = function (text) { return text.replace(/\s+/g, " ").trim(); };
  function open() {
    return Array.prototype.filter.call(document.querySelectorAll(".todo"), function (box) { return !box.checked; })
      .map(function (box) { return box.value; });
  }
  function compose() {
    var chosen = form.querySelector("input[name=result]:checked");
    if (!chosen) { answer.value = start; id("open").textContent = ""; return; }
    var left = chosen.value === "partly" ? open() : [];
    id("open").textContent = left.length ? "Steps that are not ticked above: " + left.join(", ") + "." : "";
    answer.value = ["HANDRAIL ANSWER", "Request: " + document.body.dataset.code,
      "Step: " + one(document.body.dataset.step), "Result: " + chosen.value, "Steps not done: " + left.join(", "),
      "Name: " + one(id("by").value), "Date: " + one(id("on").value), "Note: " + one(id("note").value),
      "END OF ANSWER", ""].join("\n");
  }
  function ready() {
    if (form.querySelector("input[name=result]:checked")) { return true; }
    said.textContent = "First say whether it is done.";
    return false;
  }
  form.hidden = false;
  id("buttons").hidden = false;
  answer.readOnly = true;
  id("how").textContent = "Send this text back to the person who sent you this page, for example in an email.";
  id("on").value = new Date().toISOString().slice(0, 10);
  document.addEventListener("input", compose);
  document.addEventListener("change", compose);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  id("copy").addEventListener("click", function () {
    if (!ready()) { return; }
    answer.select();
    document.execCommand("copy");
    said.textContent = "Copied.";
  });
  id("save").addEventListener("click", function () {
    if (!ready()) { return; }
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([answer.value], { type: "text/plain" }));
    link.download = "answer-" + document.body.dataset.code + ".txt";
    link.click();
    said.textContent = "Saved with your downloads.";
  });
})();

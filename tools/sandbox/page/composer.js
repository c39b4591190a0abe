import { post } from "./connection.js";
import { find, onlyIfChanged } from "./dom.js";
import { deskTitles } from "./words.js";

const snippets = {
  bold: { before: "<b>", inside: "important", after: "</b>" },
  list: { before: "<ul>\n  <li>", inside: "one", after: "</li>\n  <li>two</li>\n</ul>" },
  table: {
    before: '<table border="1" cellpadding="4">\n  <tr><th>',
    inside: "Order",
    after: "</th><th>State</th></tr>\n  <tr><td>80 117</td><td>open</td></tr>\n</table>",
  },
  quote: { before: "<blockquote>", inside: "what the other one said", after: "</blockquote>" },
};

/** The form to write in one helpdesk as one of its people. */
export function composer(form, desk, { ticket, sent }) {
  const { writer, text } = form.elements;
  text.setAttribute("aria-label", `Message in ${deskTitles[desk]}`);
  text.placeholder = `Write in ${deskTitles[desk]} …`;
  let writers = [];

  const draw = () => {
    const isCustomer = writers.find(({ key }) => key === writer.value)?.role === "customer";
    const internal = find("[value=internal]", form);
    internal.disabled = isCustomer;
    internal.closest("label").title = isCustomer ? "Customers write public messages only" : "Only agents will see it";
    if (isCustomer && internal.checked) find("[value=public]", form).checked = true;
    const isHtml = form.elements.format.value === "html";
    form.classList.toggle("internal", internal.checked);
    form.classList.toggle("html", isHtml);
    find(".tools", form).hidden = !isHtml;
  };

  const send = async () => {
    const problem = find(".problem", form);
    const button = find(".send", form);
    if (button.disabled) return;
    button.disabled = true;
    problem.textContent = "";
    try {
      await post(`/api/tickets/${ticket()}/${desk}/messages`, {
        writer: writer.value,
        internal: form.elements.visibility.value === "internal",
        html: form.elements.format.value === "html",
        text: text.value,
      });
      text.value = "";
      text.focus();
      sent();
    } catch (error) {
      problem.textContent = error.message;
    }
    button.disabled = false;
  };

  form.addEventListener("change", draw);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
  });
  for (const button of form.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", () => insert(text, snippets[button.dataset.insert]));
  }

  return {
    show(next) {
      writers = next;
      onlyIfChanged(writer, next, () => {
        const before = writer.value;
        writer.replaceChildren(...next.map(({ key, name, role }) => new Option(`${name}, ${role}`, key)));
        if (next.some(({ key }) => key === before)) writer.value = before;
        draw();
      });
    },
  };
}

/** Puts the snippet around what is selected, or with a sample inside, which is then selected. */
function insert(text, { before, inside, after }) {
  const { selectionStart: start, selectionEnd: end } = text;
  const words = text.value.slice(start, end) || inside;
  text.setRangeText(before + words + after, start, end, "end");
  text.setSelectionRange(start + before.length, start + before.length + words.length);
  text.focus();
}

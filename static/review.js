// Keys for who decides hundreds an hour; every one of them is a button or a link that works without a script.

const KEPT = "review-keys";
const toggle = document.querySelector(".review-keys");
let areOn = localStorage.getItem(KEPT) !== "off";
let isLeaving = false;

function show() {
  toggle.textContent = `Keys are ${areOn ? "on" : "off"}`;
  document.querySelector(".review").classList.toggle("review-without-keys", !areOn);
}

toggle.hidden = false;
toggle.addEventListener("click", () => {
  areOn = !areOn;
  localStorage.setItem(KEPT, areOn ? "on" : "off");
  show();
});
show();

// What is in question is seen at once, in each of the two texts.
for (const panel of document.querySelectorAll(".review-panel")) {
  const asked = panel.querySelector("mark");
  if (asked) {
    const { top } = asked.getBoundingClientRect();
    panel.scrollTop += top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }
}

// One press decides one: what is pressed while the next page is on its way is not meant for it.
document.addEventListener("submit", () => {
  isLeaving = true;
});
addEventListener("pageshow", () => {
  isLeaving = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("input, select")) {
    event.target.blur();
  }
  const isForOthers = event.repeat || event.ctrlKey || event.altKey || event.metaKey;
  if (!areOn || isLeaving || isForOthers || event.target.closest("input, select, textarea")) {
    return;
  }
  // On a keyboard of another script the letter is where it is on a Latin one.
  const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace("Key", "");
  const found = document.querySelector(`[data-key="${CSS.escape(letter.toLowerCase())}"]`);
  if (!found) {
    return;
  }
  event.preventDefault();
  if (found.matches("input, select")) {
    found.focus();
  } else {
    found.click();
  }
});

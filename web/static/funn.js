"use strict";

// Everything works without this file. It makes some things easier: copying, turning pages by key, and saying that a
// picture is missing where there is text instead.
(() => {
  const say = (text, near) => {
    const region = near.closest("section, article, main").querySelector("[role=status].copied");
    if (!region) return;
    region.textContent = "";
    window.setTimeout(() => { region.textContent = text; }, 50); // what is said twice is read twice
  };

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    const text = field.value ?? field.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      field.focus(); // no clipboard over plain HTTP or without leave: what is selected can be copied by hand
      field.select();
      if (!document.execCommand("copy")) return;
      button.focus();
    }
    say(button.dataset.copied, button);
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  for (const picture of document.querySelectorAll("img[data-lost]")) {
    const lost = () => {
      document.getElementById(picture.dataset.lost).hidden = false;
      picture.parentElement.hidden = true;
    };
    if (picture.complete && picture.naturalWidth === 0) lost();
    else picture.addEventListener("error", lost);
  }

  // Of a page that is larger than its window, what is pointed out is seen first.
  for (const scroll of document.querySelectorAll(".scroll[tabindex]")) {
    const mark = scroll.querySelector(".chosen .outline, .answers .outline");
    if (!mark) continue;
    const [inner, outer] = [mark.getBoundingClientRect(), scroll.getBoundingClientRect()];
    scroll.scrollLeft += inner.left - outer.left - 16;
  }

  // Arrows turn pages, but not where they already move something.
  const busy = (target) =>
    target.closest("input, textarea, select, [contenteditable], [role=region][tabindex]");
  const ways = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(event.key in ways) || busy(event.target)) return;
    const link = document.querySelector(`main ${ways[event.key]}`);
    if (link) link.click();
  });
})();

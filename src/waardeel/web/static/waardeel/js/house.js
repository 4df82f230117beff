// Small comforts. Every page works without them.
"use strict";

// A form came back with errors: start there.
document.getElementById("error-summary")?.focus();

// The folded menu closes with Escape and with a tap beside it.
const fold = document.querySelector("details.fold");
if (fold) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && fold.open) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (fold.open && !fold.contains(event.target)) fold.open = false;
  });
}

// Who chooses a photo sees it before sending.
for (const input of document.querySelectorAll('input[type="file"][accept^="image/"]')) {
  const preview = document.createElement("img");
  preview.className = "preview";
  preview.alt = "";
  preview.hidden = true;
  input.after(preview);
  input.addEventListener("change", () => {
    const photo = input.files[0];
    preview.hidden = true;
    if (!photo?.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      preview.src = reader.result;
      preview.hidden = false;
    });
    reader.readAsDataURL(photo);
  });
}

// A print button prints.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Print shows what is folded.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    details.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("main details[data-printed]")) {
    details.open = false;
    delete details.dataset.printed;
  }
});

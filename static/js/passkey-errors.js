// Say in words that a passkey was not read; the browser itself says it only in its console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const error = document.getElementById("passkey_error");
  const form = document.querySelector(".account-form");
  if (!error) return;
  error.hidden = false;
  if (form) form.before(error);
});

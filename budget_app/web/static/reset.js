// Moves the token of the mailed link from the fragment, which no server sees, into the form.
const field = document.getElementById("token");
const token = location.hash.slice(1);
if (token) {
  field.value = token;
  history.replaceState(null, "", location.pathname);
}
document.getElementById("token-line").hidden = field.value !== "";

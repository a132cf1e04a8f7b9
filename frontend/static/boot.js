// Runs before the first paint so that theme and language never flash.
(function () {
  var root = document.documentElement;
  var read = function (key) { try { return localStorage.getItem(key); } catch (e) { return null; } };
  var theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  var locale = read("locale");
  if (locale) root.lang = locale;
})();

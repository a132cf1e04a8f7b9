import init from "{{js}}";
init({ module_or_path: "{{wasm}}" }).catch(function (error) {
  console.error(error);
  document.getElementById("splash")?.classList.add("failed");
});

// Swagger UI over our own schema; "Try it out" acts as the signed-in person.
"use strict";

(() => {
  const place = document.getElementById("apidocs");
  const token = document.querySelector('meta[name="csrf-token"]').content;
  window.SwaggerUIBundle({
    url: place.dataset.schemaUrl,
    domNode: place,
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    supportedSubmitMethods: ["get", "post", "patch", "delete"],
    displayRequestDuration: true,
    requestInterceptor: (request) => {
      if (!/^(GET|HEAD)$/i.test(request.method || "GET")) request.headers["X-CSRFToken"] = token;
      return request;
    },
  });
})();

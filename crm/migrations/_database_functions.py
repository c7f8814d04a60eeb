"""SQL functions of the first migration: immutable, so that generated columns and indexes may use them."""

# Hosts that many customers share: a page there, or a mailbox, says nothing about who they are.
SHARED_HOSTS = (
    "bol.com.br",
    "facebook.com",
    "gmail.com",
    "google.com",
    "hotmail.com",
    "hotmail.com.br",
    "icloud.com",
    "ig.com.br",
    "instagram.com",
    "linkedin.com",
    "br.linkedin.com",
    "linktr.ee",
    "live.com",
    "m.facebook.com",
    "outlook.com",
    "outlook.com.br",
    "pt-br.facebook.com",
    "sites.google.com",
    "terra.com.br",
    "tiktok.com",
    "twitter.com",
    "uol.com.br",
    "wa.me",
    "x.com",
    "yahoo.com",
    "yahoo.com.br",
    "youtube.com",
)

FUNCTIONS = r"""
CREATE FUNCTION crm_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(public.unaccent('public.unaccent', $1))
$$;

CREATE FUNCTION crm_phone_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace($1, '\D', '', 'g'), '^55(\d\d)9([6-9]\d{7})$', '55\1\2')
$$;

CREATE FUNCTION crm_domain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT COALESCE(substring(lower($1) from '^(?:[a-z]+://)?(?:www\.)?([^/:?#@[:space:]]+\.[^/:?#@[:space:]]+)'), '')
$$;

CREATE FUNCTION crm_keys(emails text[], phones text[], document text, website text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY(SELECT 'e:' || lower(e) FROM unnest(emails) e)
        || ARRAY(SELECT 'p:' || crm_phone_key(p) FROM unnest(phones) p)
        || CASE WHEN document <> '' THEN ARRAY['d:' || document] ELSE ARRAY[]::text[] END
        || CASE WHEN crm_domain(website) NOT IN ('', SHARED)
            THEN ARRAY['w:' || crm_domain(website)] ELSE ARRAY[]::text[] END
$$;

CREATE FUNCTION crm_search(
    name text, extra text, city text, emails text[], phones text[], document text, external_id text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT crm_fold(array_to_string(ARRAY[name, extra, city] || emails || ARRAY[document, external_id], ' '))
        || ' ' || array_to_string(ARRAY(SELECT ltrim(p, '+') || ' ' || crm_phone_key(p) FROM unnest(phones) p), ' ')
$$;
""".replace("SHARED", ", ".join(f"'{host}'" for host in SHARED_HOSTS))

DROP = """
DROP FUNCTION crm_search(text, text, text, text[], text[], text, text);
DROP FUNCTION crm_keys(text[], text[], text, text);
DROP FUNCTION crm_domain(text);
DROP FUNCTION crm_phone_key(text);
DROP FUNCTION crm_fold(text);
"""

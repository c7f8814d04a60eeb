"""SQL functions of the first migration: immutable, so that generated columns and indexes may use them."""

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
        || CASE WHEN crm_domain(website) <> '' THEN ARRAY['w:' || crm_domain(website)] ELSE ARRAY[]::text[] END
$$;

CREATE FUNCTION crm_search(
    name text, extra text, city text, emails text[], phones text[], document text, external_id text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT crm_fold(array_to_string(ARRAY[name, extra, city] || emails || ARRAY[document, external_id], ' '))
        || ' ' || array_to_string(ARRAY(SELECT ltrim(p, '+') || ' ' || crm_phone_key(p) FROM unnest(phones) p), ' ')
$$;
"""

DROP = """
DROP FUNCTION crm_search(text, text, text, text[], text[], text, text);
DROP FUNCTION crm_keys(text[], text[], text, text);
DROP FUNCTION crm_domain(text);
DROP FUNCTION crm_phone_key(text);
DROP FUNCTION crm_fold(text);
"""

# Completion of tweedie for bash: eval "$(tweedie completion bash)"
_tweedie() {
  local line=${COMP_LINE:0:COMP_POINT} words current word
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current=${words[-1]}
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done \
    < <("${words[0]}" complete -- "${words[@]:1}" 2> /dev/null)
  # No space after a key: its value or its next segment follows.
  [[ ${COMPREPLY[0]} == *[=.] ]] && compopt -o nospace 2> /dev/null
  # Readline splits words at = and replaces only the part after the last one.
  if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*=}"}"}")
  fi
}
complete -o default -F _tweedie tweedie

#compdef tweedie
# Completion of tweedie for zsh: eval "$(tweedie completion zsh)"
_tweedie() {
  local -a found open
  found=(${(f)"$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)"})
  (( ${#found} )) || { _files; return }
  # No space after a key: its value or its next segment follows.
  open=(${(M)found:#*[=.]})
  found=(${found:#*[=.]})
  compadd -S '' -a open
  compadd -a found
}
compdef _tweedie tweedie

# fish completion for assay
function __complete_assay
    set -lx COMP_LINE (commandline -cp)
    set -l words (assay)
    if set -q words[1]
        printf '%s\n' $words
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c assay -f -a "(__complete_assay)"

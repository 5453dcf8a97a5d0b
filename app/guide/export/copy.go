package export

// Copy is the beginning of a script that reads objects: “& $copy object names” returns the
// named values of an object as plain ones, in their order. A name that the object does not
// have stays absent, null stays null, a list stays a list, and the value of an enumeration
// becomes its word.
const Copy = `$plain = {
    param($value)
    if ($null -eq $value) { return $null }
    if ($value -is [datetime]) { return $value.ToUniversalTime().ToString('o') }
    if ($value -is [bool]) { return $value }
    if ($value -is [System.Collections.IEnumerable] -and $value -isnot [string]) {
        return , @($value | ForEach-Object { [string]$_ })
    }
    $inner = $value.PSObject.Properties['Value']
    if ($null -ne $inner) { return [string]$inner.Value }
    return [string]$value
}
$copy = {
    param($one, $names)
    $row = [ordered]@{}
    foreach ($name in $names) {
        $property = $one.PSObject.Properties[$name]
        if ($null -ne $property) { $row[$name] = & $plain $property.Value }
    }
    $row
}
`

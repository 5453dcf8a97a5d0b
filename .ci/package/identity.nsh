; Identify gives the shortcut on the stack the name by which the window calls itself to the taskbar (appID in
; window.go), so that a pinned Handrail and an open one are one button. Where that fails, the shortcut stays as it is.
!include LogicLib.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh
!define IDENTITY "app.handrail.desktop"

; SetIdentity writes the name into a property store; the register result, such as r5, then has 0 or an error.
!macro SetIdentity store result
	System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r7'
	System::Call '*(&w64 "${IDENTITY}")p.r8'
	System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,r8)p.r9'
	${IPropertyStore::SetValue} ${store} '(r7,r9).${result}'
	System::Free $7
	System::Free $8
	System::Free $9
!macroend

Function Identify
	System::Store S
	Pop $0
	!insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r1 ""
	${If} $1 P<> 0
		${IUnknown::QueryInterface} $1 '("${IID_IPersistFile}",.r2)'
		${IUnknown::QueryInterface} $1 '("${IID_IPropertyStore}",.r3)'
		${If} $2 P<> 0
		${AndIf} $3 P<> 0
			${IPersistFile::Load} $2 '(r0,${STGM_READWRITE}).r4'
			!insertmacro SetIdentity $3 r5
			${If} $4 = 0
			${AndIf} $5 = 0
				${IPropertyStore::Commit} $3 ""
				${IPersistFile::Save} $2 '(r0,1)'
			${EndIf}
		${EndIf}
		!insertmacro ComHlpr_SafeRelease $3
		!insertmacro ComHlpr_SafeRelease $2
		!insertmacro ComHlpr_SafeRelease $1
	${EndIf}
	System::Store L
FunctionEnd

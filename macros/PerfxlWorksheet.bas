Attribute VB_Name = "PerfxlWorksheet"
' What the worksheet functions of the generated module PerfxlFunctions have in common.
Option Explicit

Private Described As Boolean

' The texts of Excel's function wizard. Excel refuses them while no workbook is open: then a click tries again.
Public Sub PerfxlDescribeFunctions()
    Dim FunctionName As Range
    Dim Meanings() As Variant
    Dim Number As Long
    If Described Then Exit Sub
    On Error GoTo Refused
    For Each FunctionName In ThisWorkbook.Names("perfxl_functions").RefersToRange.Cells
        ReDim Meanings(0 To FunctionName.Offset(0, 2).Value - 1)
        For Number = 0 To UBound(Meanings)
            Meanings(Number) = FunctionName.Offset(0, 3 + Number).Value
        Next Number
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & FunctionName.Value, _
            Description:=FunctionName.Offset(0, 1).Value, _
            Category:=ThisWorkbook.Names("perfxl_category").RefersToRange.Value, _
            ArgumentDescriptions:=Meanings
    Next FunctionName
    Described = True
Refused:
End Sub

Public Function PerfxlCall(ByVal FunctionName As String, ByVal Arguments As Variant) As Variant
    Dim Answer As Variant
    On Error GoTo Failed
    Answer = XLPy.CallUDF("perfxl.addin.functions", FunctionName, Arguments, ActiveWorkbook, Application.Caller)
    PerfxlCall = PerfxlAsCell(Answer)
    Exit Function
Failed:
    PerfxlCall = CVErr(xlErrValue)
End Function

' Python cannot return an error value, so it returns the text of one. A single value may come in an array.
Private Function PerfxlAsCell(ByVal Answer As Variant) As Variant
    Dim Item As Variant
    If IsArray(Answer) Then
        For Each Item In Answer
            PerfxlAsCell = PerfxlAsCell(Item)
            Exit Function
        Next Item
    End If
    Select Case CStr(Answer)
        Case "#N/A"
            PerfxlAsCell = CVErr(xlErrNA)
        Case "#VALUE!"
            PerfxlAsCell = CVErr(xlErrValue)
        Case "#DIV/0!"
            PerfxlAsCell = CVErr(xlErrDiv0)
        Case Else
            PerfxlAsCell = Answer
    End Select
End Function
